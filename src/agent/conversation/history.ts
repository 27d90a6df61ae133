import { isTaken } from '../../shared/decision.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { PromptMessage, PromptPicture } from './prompt-message.ts'
import { type LineOf, namedLine } from './spoken-line.ts'

/** Breaks a line for many readers, but not for JSON. */
const rareBreaks = /[\u0085\u2028\u2029]/g

/** What one person said, as one line a nickname or a text cannot forge: everything that breaks a line is escaped. */
export function speakerLine(message: MessageRecord, lineOf: LineOf = namedLine): string {
  return oneLine(lineOf(message))
}

/** A value as JSON that is a single line for every reader. */
export function oneLine(value: object | string): string {
  const line = JSON.stringify(value)
  return line.replace(rareBreaks, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Writes each row once, however often it is asked for: a row is counted and then sent. */
export function rowWriter(lineOf: LineOf): (row: MessageRecord) => string {
  const lines = new WeakMap<MessageRecord, string>()
  return (row) => {
    if (row.author === 'bot') return row.text
    const known = lines.get(row)
    if (known !== undefined) return known
    const line = speakerLine(row, lineOf)
    lines.set(row, line)
    return line
  }
}

/**
 * Rows in the order of the conversation, as messages. What was said around a question is one user message before it,
 * the question is one of its own, with everything that was said of it: a model takes the last message for what it is
 * asked. The parts of an answer are one.
 * @param how.skippedReply stands between two user messages for models that take nothing but one answer to each; ''
 *   for none.
 * @param how.picturesOf the pictures that go with a row.
 */
export function toMessages(
  rows: readonly MessageRecord[],
  write: (row: MessageRecord) => string,
  { skippedReply = '', picturesOf }: Manner = {},
): PromptMessage[] {
  const messages: Piece[] = []
  for (const row of questionsTogether(rows)) {
    const voice = voiceOf(row)
    const last = messages.at(-1)
    const isSame = voice !== 'question' || (row.turnId !== null && last?.turnId === row.turnId)
    if (last?.voice === voice && isSame) {
      last.lines.push(write(row))
      if (picturesOf) last.pictures.push(...picturesOf(row))
    } else {
      const pictures = picturesOf ? [...picturesOf(row)] : []
      messages.push({ voice, turnId: row.turnId, lines: [write(row)], pictures })
    }
  }
  return messages.flatMap(({ voice, lines, pictures }, index): PromptMessage[] => {
    if (voice === 'answer') return [{ role: 'assistant', content: lines.join('\n\n') }]
    const before = messages[index - 1]
    const filler: PromptMessage[] =
      skippedReply !== '' && before && before.voice !== 'answer'
        ? [{ role: 'assistant', content: skippedReply }]
        : []
    const content = lines.join('\n')
    return [...filler, { role: 'user', content, ...(pictures.length > 0 && { pictures }) }]
  })
}

interface Manner {
  readonly skippedReply?: string
  readonly picturesOf?: (row: MessageRecord) => readonly PromptPicture[]
}

interface Piece {
  readonly voice: Voice
  readonly turnId: number | null
  readonly lines: string[]
  readonly pictures: PromptPicture[]
}

/** The lines of one question stand where the last of them stood, whatever others said between them. */
function questionsTogether(rows: readonly MessageRecord[]): readonly MessageRecord[] {
  const questions = new Map<number, MessageRecord[]>()
  for (const row of rows) {
    if (row.turnId === null || voiceOf(row) !== 'question') continue
    const lines = questions.get(row.turnId)
    if (lines) lines.push(row)
    else questions.set(row.turnId, [row])
  }
  return rows.flatMap((row) => {
    const lines = row.turnId === null || row.author === 'bot' ? undefined : questions.get(row.turnId)
    if (!lines) return [row]
    return lines.at(-1) === row ? lines : []
  })
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
  /** Of what others said. */
  readonly messages: number
  /** How many rows at the end are what is asked, and always stay; 1 when absent. */
  readonly asked?: number
}

/** Share of the room that stays after a cut: dropping much at once keeps the prefix, and the vendor's cache, for long. */
const kept = 0.6

/**
 * Where the history has to begin so that there is room for it: at something a person said, dropping about 40 % at once
 * when it does not fit, nothing when it does. What is asked always stays.
 * @returns the index of the first row to keep.
 */
export function cutRows(
  rows: readonly MessageRecord[],
  room: HistoryRoom,
  count: (row: MessageRecord) => number,
): number {
  const tokens = rows.map(count)
  let total = tokens.reduce((sum, n) => sum + n, 0)
  let said = rows.reduce((sum, { author }) => sum + (author === 'user' ? 1 : 0), 0)
  let first = 0
  const drop = () => {
    total -= tokens[first] ?? 0
    if (rows[first]?.author === 'user') said--
    first++
  }
  const isOver = (share: number) =>
    total > room.tokens * share || rows.length - first >= room.rows * share || said > room.messages * share
  const last = rows.length - (room.asked ?? 1)
  while (first < last && rows[first]?.author === 'bot') drop()
  if (!isOver(1)) return first
  while (first < last && (isOver(kept) || rows[first]?.author === 'bot')) drop()
  return first
}
