import type { ModelMessage } from '../models/chat-model.ts'
import type { MessageRecord } from '../storage/messages.ts'

/** What one person said, as one line a nickname or a text cannot forge: JSON escapes both. */
export function speakerLine(message: MessageRecord): string {
  const { senderId: id, senderName: name, quote, text } = message
  return JSON.stringify(quote ? { id, name, quote, text } : { id, name, text })
}

/**
 * Rows in the order of the conversation, as alternating messages. Everything said between two answers is one user
 * message: background and questions alike, so that strict chat templates are happy and nothing is lost.
 */
export function toMessages(rows: readonly MessageRecord[]): ModelMessage[] {
  const messages: { role: 'user' | 'assistant'; lines: string[] }[] = []
  for (const row of rows) {
    const role = row.author === 'bot' ? 'assistant' : 'user'
    const last = messages.at(-1)
    if (last?.role === role) last.lines.push(lineOf(row))
    else messages.push({ role, lines: [lineOf(row)] })
  }
  return messages.map(({ role, lines }) => ({ role, content: lines.join(role === 'user' ? '\n' : '\n\n') }))
}

/** Share of the budget that stays after a cut: dropping much at once keeps the prefix, and the vendor's cache, for long. */
const kept = 0.6

/**
 * Where the history has to begin so that it fits the budget: at something a person said, dropping about 40 % at once
 * when it does not fit, nothing when it does. The last row, the one that is answered, always stays.
 * @returns the index of the first row to keep.
 */
export function cutRows(
  rows: readonly MessageRecord[],
  budget: number,
  count: (text: string) => number,
): number {
  const tokens = rows.map((row) => count(lineOf(row)))
  let total = tokens.reduce((sum, n) => sum + n, 0)
  let first = 0
  const drop = () => {
    total -= tokens[first] ?? 0
    first++
  }
  const last = rows.length - 1
  while (first < last && rows[first]?.author === 'bot') drop()
  if (total <= budget) return first
  while (first < last && (total > budget * kept || rows[first]?.author === 'bot')) drop()
  return first
}

function lineOf(row: MessageRecord): string {
  return row.author === 'bot' ? row.text : speakerLine(row)
}
