import { isRecord } from '../../kernel/record.ts'
import { parseExactJson } from './exact-json.ts'
import { type Fields, textOf } from './fields.ts'
import { someone } from './ids.ts'
import type { KnownNames } from './known-names.ts'
import { type MessageFrame, readMessage } from './message.ts'
import {
  type MetaFrame,
  type NoticeFrame,
  type RequestFrame,
  readMeta,
  readNotice,
  readRequest,
} from './notice.ts'

/** Why a frame is nothing to us although nothing is wrong with it. */
export type IgnoredReason =
  | 'unknown-post-type'
  | 'unknown-message-type'
  | 'self-message'
  | 'empty-message'
  | 'self-id-mismatch'

/** What is wrong with a frame. */
export type InvalidReason = 'malformed-json' | 'not-object' | 'unknown-shape' | 'missing-field' | 'invalid-id'

export interface IgnoredFrame {
  readonly kind: 'ignored'
  readonly reason: IgnoredReason
}
export interface InvalidFrame {
  readonly kind: 'invalid'
  readonly reason: InvalidReason
}

/** The answer to one of our calls. Only the echo says which one. */
export interface ResponseFrame {
  readonly kind: 'response'
  readonly echo: unknown
  readonly status: string
  /** NaN when the end gave none. */
  readonly retcode: number
  readonly data: unknown
  /** What the end says about a failure; '' when nothing. */
  readonly text: string
}

export type Frame =
  | MessageFrame
  | NoticeFrame
  | RequestFrame
  | MetaFrame
  | ResponseFrame
  | IgnoredFrame
  | InvalidFrame

export interface FrameContext {
  /** Number of the account the connection is bound to; null while that is unknown: then the event tells it. */
  readonly selfId: string | null
  /** Time of arrival in milliseconds since the epoch, for events whose own time makes no sense. */
  readonly now: number
  /** Names for numbers that are mentioned; numbers stay numbers without them. */
  readonly names?: KnownNames | null
}

/**
 * Reads one text frame of OneBot v11. Changes nothing, never throws, linear in the length of the frame, and bounded in
 * what it returns. Written against what the ends really send, which is not always what the standard says.
 * @see https://github.com/botuniverse/onebot-11
 */
export function parseFrame(text: string, context: FrameContext): Frame {
  let value: unknown
  try {
    value = parseExactJson(text)
  } catch {
    return { kind: 'invalid', reason: 'malformed-json' }
  }
  if (!isRecord(value)) return { kind: 'invalid', reason: 'not-object' }
  if (typeof value.post_type === 'string') return readEvent(value, value.post_type, context)
  if ('retcode' in value || 'status' in value || 'echo' in value) return readResponse(value)
  return { kind: 'invalid', reason: 'unknown-shape' }
}

function readEvent(event: Fields, postType: string, context: FrameContext): Frame {
  const told = event.self_id === undefined ? null : someone(event.self_id)
  if (event.self_id !== undefined && told === null) return { kind: 'invalid', reason: 'invalid-id' }
  const selfId = told ?? context.selfId
  if (selfId === null) return { kind: 'invalid', reason: 'missing-field' }
  if (context.selfId !== null && selfId !== context.selfId)
    return { kind: 'ignored', reason: 'self-id-mismatch' }
  switch (postType) {
    case 'message':
      return readMessage(event, { selfId, now: context.now, names: context.names ?? null })
    case 'message_sent':
      return { kind: 'ignored', reason: 'self-message' }
    case 'notice':
      return readNotice(event, selfId)
    case 'request':
      return readRequest(event, selfId)
    case 'meta_event':
      return readMeta(event, selfId)
    default:
      return { kind: 'ignored', reason: 'unknown-post-type' }
  }
}

function readResponse(answer: Fields): ResponseFrame {
  return {
    kind: 'response',
    echo: answer.echo,
    status: textOf(answer.status),
    retcode: typeof answer.retcode === 'number' ? answer.retcode : Number.NaN,
    data: answer.data,
    text: textOf(answer.wording) || textOf(answer.message),
  }
}
