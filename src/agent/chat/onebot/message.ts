import { isRecord } from '../../kernel/record.ts'
import { cleanLine } from '../../kernel/text.ts'
import { type ChatAddress, chatKey, type IncomingMessage, type Sender } from '../chat-client.ts'
import { type Fields, fieldsOf } from './fields.ts'
import type { IgnoredFrame, InvalidFrame } from './frame.ts'
import { messageId, someone } from './ids.ts'
import type { KnownNames } from './known-names.ts'
import { readContent } from './segments.ts'

export interface MessageFrame {
  readonly kind: 'message'
  readonly selfId: string
  readonly message: IncomingMessage
  readonly fileNames: readonly string[]
  /** Names an anonymous speaker towards the end. */
  readonly anonymousFlag: string | null
}

export interface MessageContext {
  readonly selfId: string
  /** Time of arrival in milliseconds since the epoch. */
  readonly now: number
  /** For mentions, which mostly bring a number only. */
  readonly names: KnownNames | null
}

/** Reads a `message` event whose account is known. */
export function readMessage(
  event: Fields,
  { selfId, now, names }: MessageContext,
): MessageFrame | IgnoredFrame | InvalidFrame {
  const kind = event.message_type
  if (kind !== 'group' && kind !== 'private') return { kind: 'ignored', reason: 'unknown-message-type' }
  if (event.user_id === undefined) return { kind: 'invalid', reason: 'missing-field' }
  const userId = someone(event.user_id)
  if (userId === null) return { kind: 'invalid', reason: 'invalid-id' }
  if (userId === selfId) return { kind: 'ignored', reason: 'self-message' }
  if (kind === 'group' && event.group_id === undefined) return { kind: 'invalid', reason: 'missing-field' }
  const chatId = kind === 'group' ? someone(event.group_id) : userId
  if (chatId === null) return { kind: 'invalid', reason: 'invalid-id' }
  const viaGroup = kind === 'private' && event.sub_type === 'group' ? temporaryGroup(event) : null
  const chat: ChatAddress = {
    selfId,
    kind,
    id: chatId,
    key: chatKey(kind, chatId),
    ...(viaGroup && { viaGroup }),
  }
  const nameOf = (id: string) => names?.get(chat, id) ?? null
  const content = readContent(event.message ?? event.raw_message, { selfId, nameOf })
  if (content === null) return { kind: 'invalid', reason: 'missing-field' }
  const { text, mentionsBot, mentionsAll, mentions, replyTo, images, forwardId } = content
  if (text === '' && !mentionsBot && !mentionsAll && replyTo === null && images.length === 0) {
    return { kind: 'ignored', reason: 'empty-message' }
  }
  const anonymous = isRecord(event.anonymous) ? event.anonymous : null
  return {
    kind: 'message',
    selfId,
    message: {
      chat,
      title: kind === 'group' ? cleanLine(event.group_name) || null : null,
      messageId: messageId(event.message_id),
      at: eventTime(event.time, now),
      sender: readSender(kind, userId, event, anonymous),
      text,
      mentionsBot,
      mentionsAll,
      mentions,
      replyTo,
      images,
      forwardId,
      spoken: !(kind === 'group' && event.sub_type === 'notice'),
    },
    fileNames: content.fileNames,
    anonymousFlag: typeof anonymous?.flag === 'string' ? anonymous.flag : null,
  }
}

const earliest = Date.UTC(2000, 0, 1)
const furthestAhead = 60_000

/**
 * Time of an event in milliseconds since the epoch. Ends send seconds, some fall back to milliseconds; a time
 * that is missing, before QQ or ahead of ours becomes the time of arrival.
 */
export function eventTime(time: unknown, now: number): number {
  const number = typeof time === 'string' ? Number(time) : time
  if (typeof number !== 'number' || !Number.isFinite(number)) return now
  const at = Math.round(number > 1e11 ? number : number * 1000)
  return at < earliest || at > now + furthestAhead ? now : at
}

/** Name and rank of whoever speaks. Every field of `sender` may be missing. */
function readSender(
  kind: 'private' | 'group',
  userId: string,
  event: Fields,
  anonymous: Fields | null,
): Sender {
  const sender = fieldsOf(event.sender)
  const card = kind === 'group' ? cleanLine(sender.card) : ''
  const name = (anonymous && cleanLine(anonymous.name)) || card || cleanLine(sender.nickname) || userId
  const role = sender.role
  const ranked = kind === 'group' && (role === 'owner' || role === 'admin' || role === 'member')
  return { id: userId, name, groupRole: ranked ? role : null, anonymous: anonymous !== null }
}

/** NapCat puts the group on the event, go-cqhttp on the sender. */
function temporaryGroup(event: Fields): string | null {
  return someone(event.group_id) ?? someone(fieldsOf(event.sender).group_id)
}
