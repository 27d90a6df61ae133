import type { Problem } from '../../../shared/problem.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { CallOutcome } from './calls.ts'
import { saysNotInGroup } from './delivery.ts'

const notAdmin = /ERR_NOT_GROUP_ADMIN|120101005|权限|permission/i
const unknownPerson = /成员.*不存在|群员不存在|MEMBER_NOT_FOUND|无法获取用户信息|Get Uid Error/i
/** What ends also say when it was done after all. */
const maybeDone = /Timeout|超时/i

/** Whether an end says that somebody is not in the group. */
export function noSuchMember(outcome: CallOutcome): boolean {
  return outcome.kind === 'refused' && unknownPerson.test(outcome.text)
}

/** Why an action was not done, or that nobody knows; null when it was. @param what the action in two or three words */
export function actionProblem(outcome: CallOutcome, what: string): Problem | null {
  const failed = `${what}没有做成`
  switch (outcome.kind) {
    case 'ok':
      return null
    case 'unsupported':
      return unsupported(what)
    case 'not-written':
      return notWritten(failed)
    case 'timeout':
    case 'closed':
    case 'aborted':
      return uncertain(what)
    case 'refused':
      return maybeDone.test(outcome.text) ? uncertain(what, outcome.text) : refusal(outcome, failed)
  }
}

/** Why something could not be found out. @param what it is, such as 群成员 */
export function lookupProblem(outcome: CallOutcome, what: string): Problem {
  const failed = `没查到${what}`
  switch (outcome.kind) {
    case 'ok':
      return { code: 'onebot.unreadable', message: `QQ 端给的${what}看不懂`, hint: '升级 QQ 端' }
    case 'unsupported':
      return unsupported(`查${what}`)
    case 'not-written':
      return notWritten(failed)
    case 'timeout':
    case 'closed':
    case 'aborted':
      return { code: 'onebot.no-answer', message: `${failed}：QQ 端没有回答`, hint: '过一会儿再试' }
    case 'refused':
      return refusal(outcome, failed)
  }
}

/** The end cannot be asked at all. @param failed what came to nothing, as the first words of a sentence */
export function unreachable(failed: string, { code }: Problem): Problem {
  return code === 'onebot.qq-offline'
    ? { code, message: `${failed}：QQ 掉线了`, hint: '在 QQ 端重新登录这个号' }
    : { ...notWritten(failed), code }
}

export function onlyInGroups(what: string): Problem {
  return { code: 'onebot.only-groups', message: `${what}只有群里才有，这里是私聊`, hint: '' }
}

export function stopped(failed: string): Problem {
  return { code: 'aborted', message: `${failed}：停止了`, hint: '' }
}

function unsupported(what: string): Problem {
  return { code: 'onebot.unsupported', message: `QQ 端不支持${what}`, hint: '换一个 QQ 端，或升级它' }
}

function notWritten(failed: string): Problem {
  return {
    code: 'onebot.not-connected',
    message: `${failed}：QQ 没有连上`,
    hint: '在「QQ 账号」页看看连接',
  }
}

function uncertain(what: string, text = ''): Problem {
  return {
    code: 'onebot.no-answer',
    message: `QQ 端没有说${what}成了没有`,
    hint: '去 QQ 里看一眼；不会再做一遍',
    ...detailOf(text),
  }
}

function refusal(outcome: Extract<CallOutcome, { kind: 'refused' }>, failed: string): Problem {
  const { text, retcode } = outcome
  const detail = detailOf(text)
  if (saysNotInGroup(outcome)) {
    return {
      code: 'onebot.left',
      message: `${failed}：机器人已经不在这个群里`,
      hint: '重新把它拉进群',
      ...detail,
    }
  }
  if (notAdmin.test(text)) {
    const message = `${failed}：机器人在群里的权限不够`
    return { code: 'onebot.permission', message, hint: '把机器人设为管理员', ...detail }
  }
  if (unknownPerson.test(text)) {
    const message = `${failed}：QQ 端找不到这个人`
    return { code: 'onebot.unknown-target', message, hint: '看看号码对不对，人还在不在群里', ...detail }
  }
  const message = `${failed}：QQ 端不肯（代码 ${retcode}）`
  return { code: 'onebot.refused', message, hint: '看看 QQ 端自己的日志', ...detail }
}

function detailOf(text: string): { detail?: string } {
  const detail = cleanLine(text, 300)
  return detail === '' ? {} : { detail }
}
