import type { Problem } from '../../../shared/problem.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { CallOutcome } from './calls.ts'

/** NapCat runs into a time-out of its own when QQ does not take a message back, whatever the reason. */
const gone = /Recall failed|不存在|not found|未找到/i
const notAdmin = /ERR_NOT_GROUP_ADMIN|120101005|权限|permission/i

/** Why a message of the bot was not taken back; null when it was. */
export function recallProblem(outcome: CallOutcome): Problem | null {
  switch (outcome.kind) {
    case 'ok':
      return null
    case 'unsupported':
      return {
        code: 'onebot.unsupported',
        message: 'QQ 端不支持撤回，这条消息还在',
        hint: '升级 QQ 端，或在 QQ 里自己撤回',
      }
    case 'not-written':
      return notRecalled('onebot.not-connected', '现在连不上')
    case 'timeout':
    case 'closed':
    case 'aborted':
      return {
        code: 'onebot.no-answer',
        message: 'QQ 端没有说撤回成了没有',
        hint: '在 QQ 里看一眼；还在的话过一会儿再撤一次',
      }
    case 'refused':
      return refusal(outcome.text)
  }
}

/** Nothing can be taken back, since the end cannot be asked. */
export function notRecalled(code: string, why: string): Problem {
  return { code, message: `没有撤回：QQ 端${why}`, hint: '在账号页看看连接状态' }
}

function refusal(text: string): Problem {
  const detail = cleanLine(text, 300)
  const more = detail === '' ? {} : { detail }
  if (notAdmin.test(text)) {
    return {
      code: 'onebot.permission',
      message: '机器人不是群管理员，撤不回这条消息',
      hint: '把机器人设为管理员',
      ...more,
    }
  }
  if (gone.test(text)) {
    return {
      code: 'onebot.message-gone',
      message: 'QQ 端已经找不到这条消息，撤不回了',
      hint: '在 QQ 里自己撤回',
      ...more,
    }
  }
  return {
    code: 'onebot.recall-refused',
    message: 'QQ 没有让撤回这条消息，多半是发出去超过两分钟了',
    hint: '机器人是群管理员时没有这个时限',
    ...more,
  }
}
