import { cleanLine, withoutLoneSurrogates } from '../../kernel/text.ts'
import type { ChatAddress, OutgoingPart } from '../chat-client.ts'
import { messageId, someone, wireId } from './ids.ts'
import { inlineBytes } from './inline-bytes.ts'

/** An action of the end and what it is told. */
export interface EndCall {
  readonly action: string
  readonly params: Record<string, unknown>
}

interface Segment {
  readonly type: 'text' | 'reply' | 'at' | 'image'
  readonly data: Record<string, string>
}

/**
 * The call that says `parts` in `chat`; null when nothing is left to say. Always an array of segments: a string would
 * be parsed as CQ codes by the end, and what a model writes must stay literal.
 */
export function sendCall(chat: ChatAddress, parts: readonly OutgoingPart[]): EndCall | null {
  const message = segmentsOf(chat, parts)
  if (!message.some(({ type, data }) => type === 'at' || type === 'image' || data.text?.trim())) return null
  return { action: `send_${chat.kind}_msg`, params: { ...receiver(chat), message } }
}

/**
 * The call that says `texts` in one merged forward, as if the bot had said them one after the other; null when
 * nothing is left to say. Each node names its speaker in the words of the standard and in those of go-cqhttp, in
 * strings, and holds a single segment: NapCat is known to fail with several, Lagrange with numbers.
 */
export function forwardCall(chat: ChatAddress, texts: readonly string[], name: string): EndCall | null {
  const { selfId } = chat
  const nickname = cleanLine(name) || selfId
  const messages = texts
    .map(sendable)
    .filter((text) => text.trim() !== '')
    .map((text) => ({
      type: 'node',
      data: {
        user_id: selfId,
        uin: selfId,
        nickname,
        name: nickname,
        content: [{ type: 'text', data: { text } }],
      },
    }))
  if (messages.length === 0) return null
  return { action: `send_${chat.kind}_forward_msg`, params: { ...receiver(chat), messages } }
}

/** Whom a call is for, in the end's words. */
export function receiver(chat: ChatAddress): Record<string, number | string> {
  if (chat.kind === 'group') return { group_id: wireId(chat.id) }
  const viaGroup = chat.viaGroup === undefined ? {} : { group_id: wireId(chat.viaGroup) }
  return { user_id: wireId(chat.id), ...viaGroup }
}

function segmentsOf(chat: ChatAddress, parts: readonly OutgoingPart[]): Segment[] {
  const segments: Segment[] = []
  let quoted: Segment | null = null
  for (const part of parts) {
    if (part.type === 'reply') {
      if (quoted === null && messageId(part.messageId) !== null) {
        quoted = { type: 'reply', data: { id: part.messageId } }
      }
    } else if (part.type === 'at') {
      // Only numbers: `all` must never come out of here, and in private there is nobody to call.
      if (chat.kind === 'group' && someone(part.userId))
        segments.push({ type: 'at', data: { qq: part.userId } })
    } else if (part.type === 'image') {
      // Nothing but `file`: NapCat would look at `url` and `path` first.
      segments.push({ type: 'image', data: { file: inlineBytes(part.bytes) } })
    } else {
      const text = sendable(part.text)
      if (text === '') continue
      const spaced = segments.at(-1)?.type === 'at' && !/^\s/.test(text) ? ` ${text}` : text
      segments.push({ type: 'text', data: { text: spaced } })
    }
  }
  return quoted ? [quoted, ...segments] : segments
}

/** Text without what ends choke on: NUL and its kin, and halves of characters. */
function sendable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  return withoutLoneSurrogates(text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''))
}
