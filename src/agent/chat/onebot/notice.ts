import { cleanLine } from '../../kernel/text.ts'
import { type ChatAddress, chatKey } from '../chat-client.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'
import type { InvalidFrame } from './frame.ts'
import { messageId, qqNumber, someone } from './ids.ts'

export interface NoticeFrame {
  readonly kind: 'notice'
  readonly selfId: string
  /** `notice_type`; of `notify` its `sub_type`, such as `poke`. */
  readonly noticeType: string
  readonly subType: string
  readonly chat: ChatAddress | null
  /** Whom it is about; of a poke, who poked. `0` stands for the whole group. */
  readonly userId: string | null
  readonly operatorId: string | null
  readonly targetId: string | null
  readonly messageId: string | null
  /** Seconds of a mute; null when there is none. */
  readonly duration: number | null
  /** It happened to the bot. */
  readonly targetsBot: boolean
  /** The bot did it. */
  readonly byBot: boolean
  /** What the end says in words, as one line. */
  readonly detail: string
  /** Seconds or milliseconds as sent; only to tell equal notices apart. */
  readonly time: string
}

export interface RequestFrame {
  readonly kind: 'request'
  readonly selfId: string
  readonly requestType: string
  readonly subType: string
  readonly userId: string
  readonly chat: ChatAddress
  readonly comment: string
  /** Opaque; must go back exactly as it came. */
  readonly flag: string
}

export interface MetaFrame {
  readonly kind: 'meta'
  readonly selfId: string
  readonly metaType: string
  readonly subType: string
  /** Whether QQ is logged in; null when the end does not know. */
  readonly online: boolean | null
  /** Announced period of heartbeats in milliseconds; null when missing or plainly not milliseconds. */
  readonly intervalMs: number | null
}

/** Reads a `notice` event. Unknown types are kept as they are; ids that are there must be valid. */
export function readNotice(event: Fields, selfId: string): NoticeFrame | InvalidFrame {
  const subType = textOf(event.sub_type)
  const noticeType = event.notice_type === 'notify' ? subType : textOf(event.notice_type)
  if (noticeType === '') return { kind: 'invalid', reason: 'missing-field' }
  const poke = noticeType === 'poke'
  for (const id of [event.group_id, event.user_id, event.operator_id, event.target_id, event.sender_id]) {
    if (id !== undefined && id !== null && qqNumber(id) === null)
      return { kind: 'invalid', reason: 'invalid-id' }
  }
  const userId = qqNumber(event.user_id)
  const targetId = qqNumber(event.target_id)
  const groupId = someone(event.group_id)
  // NapCat: in a private poke `user_id` is the other side and `sender_id` whoever poked.
  const actor = poke ? (qqNumber(event.sender_id) ?? userId) : userId
  const peer = userId === selfId ? targetId : userId
  if (groupId === null && noticeType.startsWith('group_')) return { kind: 'invalid', reason: 'missing-field' }
  return {
    kind: 'notice',
    selfId,
    noticeType,
    subType,
    chat: chatOf(selfId, groupId, peer),
    userId: actor,
    operatorId: qqNumber(event.operator_id),
    targetId,
    messageId: messageId(event.message_id),
    duration: typeof event.duration === 'number' ? event.duration : null,
    targetsBot: (poke ? targetId : userId) === selfId,
    byBot: (poke ? actor : qqNumber(event.operator_id)) === selfId,
    detail: cleanLine(textOf(event.message) || textOf(event.tag), 200),
    time: textOf(event.time),
  }
}

/** Reads a `request` event: somebody wants to be a friend, or into a group, or the bot into theirs. */
export function readRequest(event: Fields, selfId: string): RequestFrame | InvalidFrame {
  const requestType = textOf(event.request_type)
  if (requestType === '' || event.user_id === undefined) return { kind: 'invalid', reason: 'missing-field' }
  const userId = someone(event.user_id)
  const groupId = someone(event.group_id)
  const chat = chatOf(selfId, groupId, userId)
  const groupMissing = requestType === 'group' && groupId === null
  if (userId === null || chat === null || groupMissing) return { kind: 'invalid', reason: 'invalid-id' }
  return {
    kind: 'request',
    selfId,
    requestType,
    subType: textOf(event.sub_type),
    userId,
    chat,
    comment: cleanLine(event.comment, 500),
    flag: textOf(event.flag),
  }
}

/** Reads a `meta_event`: lifecycle and heartbeat. */
export function readMeta(event: Fields, selfId: string): MetaFrame {
  const online = fieldsOf(event.status).online
  const interval = event.interval
  return {
    kind: 'meta',
    selfId,
    metaType: textOf(event.meta_event_type),
    subType: textOf(event.sub_type),
    online: typeof online === 'boolean' ? online : null,
    intervalMs: typeof interval === 'number' && interval >= 1000 ? interval : null,
  }
}

function chatOf(selfId: string, groupId: string | null, userId: string | null): ChatAddress | null {
  if (groupId !== null) return { selfId, kind: 'group', id: groupId, key: chatKey('group', groupId) }
  if (userId === null || userId === '0') return null
  return { selfId, kind: 'private', id: userId, key: chatKey('private', userId) }
}
