import { isTaken } from '../../shared/decision.ts'
import type { ModelMessage } from '../models/chat-model.ts'
import type { MessageRecord } from '../storage/messages.ts'

/** Breaks a line for many readers, but not for JSON. */
const rareBreaks = /[\u0085\u2028\u2029]/g

/** What one person said, as one line a nickname or a text cannot forge: everything that breaks a line is escaped. */
export function speakerLine(message: MessageRecord): string {
  const { senderId: id, senderName: name, quote, text } = message
  const line = JSON.stringify(quote ? { id, name, quote, text } : { id, name, text })
  return line.replace(rareBreaks, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Rows in the order of the conversation, as messages. What was said around a question is one user message before it,
 * the question is one of its own: a model takes the last message for what it is asked. The parts of an answer are one.
 */
export function toMessages(rows: readonly MessageRecord[]): ModelMessage[] {
  const messages: { voice: Voice; lines: string[] }[] = []
  for (const row of rows) {
    const voice = voiceOf(row)
    const last = messages.at(-1)
    if (last?.voice === voice && voice !== 'question') last.lines.push(lineOf(row))
    else messages.push({ voice, lines: [lineOf(row)] })
  }
  return messages.map(({ voice, lines }) =>
    voice === 'answer'
      ? { role: 'assistant', content: lines.join('\n\n') }
      : { role: 'user', content: lines.join('\n') },
  )
}

type Voice = 'background' | 'question' | 'answer'

function voiceOf(row: MessageRecord): Voice {
  if (row.author === 'bot') return 'answer'
  return row.reason !== null && isTaken(row.reason) ? 'question' : 'background'
}

/** How much history there is room for. As many `rows` as are read at a time mean that there may be more. */
export interface HistoryRoom {
  readonly tokens: number
  readonly rows: number
}

/** Share of the room that stays after a cut: dropping much at once keeps the prefix, and the vendor's cache, for long. */
const kept = 0.6

/**
 * Where the history has to begin so that there is room for it: at something a person said, dropping about 40 % at once
 * when it does not fit, nothing when it does. The last row, the one that is answered, always stays.
 * @returns the index of the first row to keep.
 */
export function cutRows(
  rows: readonly MessageRecord[],
  room: HistoryRoom,
  count: (text: string) => number,
): number {
  const tokens = rows.map((row) => count(lineOf(row)))
  let total = tokens.reduce((sum, n) => sum + n, 0)
  let first = 0
  const drop = () => {
    total -= tokens[first] ?? 0
    first++
  }
  const isOver = (share: number) => total > room.tokens * share || rows.length - first >= room.rows * share
  const last = rows.length - 1
  while (first < last && rows[first]?.author === 'bot') drop()
  if (!isOver(1)) return first
  while (first < last && (isOver(kept) || rows[first]?.author === 'bot')) drop()
  return first
}

/** A row is counted and then written: its line is made once. */
const lines = new WeakMap<MessageRecord, string>()

function lineOf(row: MessageRecord): string {
  if (row.author === 'bot') return row.text
  const known = lines.get(row)
  if (known !== undefined) return known
  const line = speakerLine(row)
  lines.set(row, line)
  return line
}
