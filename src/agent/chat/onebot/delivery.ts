import type { Problem } from '../../../shared/problem.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { SendOutcome } from '../chat-client.ts'
import type { CallOutcome } from './calls.ts'
import { fieldsOf } from './fields.ts'
import { messageId } from './ids.ts'

const notInGroup = /"result":\s*110\b|已被移出该群/

/** Whether an answer says that the bot is no longer in the group. */
export function saysNotInGroup(outcome: CallOutcome): boolean {
  return outcome.kind === 'refused' && notInGroup.test(outcome.text)
}

/**
 * What became of a send. When in doubt it may have been delivered: ends answer with a time-out for messages that
 * did arrive, and nothing that may have arrived is ever sent again.
 */
export function sendOutcome(outcome: CallOutcome): SendOutcome {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'sent', messageId: messageId(fieldsOf(outcome.data).message_id) }
    case 'timeout':
      return unknown('onebot.no-answer', 'QQ 端一直没有说这条消息发出去没有')
    case 'closed':
      return unknown('onebot.connection-closed', '发送途中连接断了，不知道这条消息发出去没有')
    case 'aborted':
      return unknown('onebot.aborted', '发送途中被停止，不知道这条消息发出去没有')
    case 'not-written':
      return { kind: 'failed', problem: notConnected }
    case 'unsupported':
      return failed('onebot.unsupported', 'QQ 端不支持发送消息', '换一个支持 OneBot v11 的 QQ 端，或升级它')
    case 'refused':
      return refusedOutcome(outcome.text, outcome.retcode)
  }
}

/**
 * What became of a merged forward. NapCat packs it first and sends it then: a failure to pack says that nothing was
 * sent, one to send hides whether it ran into a time-out.
 * @see https://github.com/NapNeko/NapCatQQ packages/napcat-onebot/action/msg/SendMsg.ts
 */
export function forwardOutcome(outcome: CallOutcome): SendOutcome {
  if (outcome.kind === 'unsupported') {
    return failed('onebot.unsupported', 'QQ 端不支持合并转发', '升级 QQ 端，或在设置里关掉合并转发')
  }
  if (outcome.kind === 'refused') {
    const detail = cleanLine(outcome.text, 300)
    if (/^发送(?:伪造)?合并转发消息失败/.test(outcome.text)) {
      return failed('onebot.forward', 'QQ 端没有做成合并转发', '看看 QQ 端自己的日志', detail)
    }
    if (/^发送转发消息（res_id/.test(outcome.text)) {
      return unknown('onebot.end-timeout', 'QQ 端没能确认这条合并转发发出去没有', detail)
    }
  }
  return sendOutcome(outcome)
}

/** What became of a file. */
export function uploadOutcome(outcome: CallOutcome): SendOutcome {
  return outcome.kind === 'unsupported'
    ? failed('onebot.unsupported', 'QQ 端不支持发文件', '换一个 QQ 端，或升级它')
    : sendOutcome(outcome)
}

export const notConnected: Problem = {
  code: 'onebot.not-connected',
  message: 'QQ 没有连上，消息没有发出去',
  hint: '在账号页看看连接状态',
}

export const noApiConnection: Problem = {
  code: 'onebot.no-api-connection',
  message: 'QQ 端只连了收消息的通道，没有能发消息的',
  hint: '在 QQ 端改用 Universal（反向 WebSocket），或再加一个 API 连接',
}

export const noEventConnection: Problem = {
  code: 'onebot.no-event-connection',
  message: 'QQ 端只连了发消息的通道，收不到消息',
  hint: '在 QQ 端改用 Universal（反向 WebSocket），或再加一个 Event 连接',
}

export const nothingToSend: Problem = { code: 'onebot.empty', message: '没有能发出去的内容', hint: '' }

interface KnownRefusal {
  readonly pattern: RegExp
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** Refusals that people meet, by what NapCat and go-cqhttp write. */
const knownRefusals: readonly KnownRefusal[] = [
  {
    pattern: notInGroup,
    code: 'onebot.left',
    message: '机器人已经不在这个群里',
    hint: '重新把它拉进群',
  },
  {
    pattern: /"result":\s*120\b|send msg error: 120|禁言/,
    code: 'onebot.muted',
    message: '机器人在这个群被禁言',
    hint: '请群管理员解除禁言',
  },
  {
    pattern: /ERR_NOT_GROUP_ADMIN|120101005/,
    code: 'onebot.permission',
    message: '机器人不是群管理员，做不了这件事',
    hint: '把机器人设为管理员',
  },
  {
    pattern: /无法获取用户信息|Get Uid Error/i,
    code: 'onebot.unknown-target',
    message: 'QQ 端找不到这个人',
    hint: '确认对方是好友或同在一个群',
  },
  {
    pattern: /消息体无法解析/,
    code: 'onebot.empty',
    message: 'QQ 端说这条消息里没有能发的内容',
    hint: '',
  },
]

/** NapCat's own time-out (`Timeout: NTEvent …`) and go-cqhttp's `SEND_MSG_API_ERROR` are also sent when it arrived. */
const maybeDelivered = /Timeout|超时|SEND_MSG_API_ERROR/i

function refusedOutcome(text: string, retcode: number): SendOutcome {
  const known = knownRefusals.find((one) => one.pattern.test(text))
  const detail = cleanLine(text, 300)
  if (known) {
    const { code, message, hint } = known
    return { kind: 'failed', problem: { code, message, hint, detail } }
  }
  if (maybeDelivered.test(text)) {
    return unknown('onebot.end-timeout', 'QQ 端说发送超时，这条消息可能已经发出去了', detail)
  }
  return failed('onebot.refused', `QQ 端没有发出这条消息（代码 ${retcode}）`, '看看 QQ 端自己的日志', detail)
}

function failed(code: string, message: string, hint: string, detail?: string): SendOutcome {
  return { kind: 'failed', problem: { code, message, hint, ...(detail && { detail }) } }
}

function unknown(code: string, message: string, detail?: string): SendOutcome {
  const hint = '在 QQ 里看一眼；我们不会重发'
  return { kind: 'unknown', problem: { code, message, hint, ...(detail && { detail }) } }
}
