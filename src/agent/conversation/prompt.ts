import type { Character } from '../../shared/character.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import { choosePictures } from './chosen-pictures.ts'
import { cutRows, rowWriter, speakerLine, toMessages } from './history.ts'
import { PictureLabels, type RowPictures } from './picture-labels.ts'
import type { PromptMessage, PromptPicture } from './prompt-message.ts'
import { type LineOf, lineWithPictures, namedLine } from './spoken-line.ts'
import { type SystemPrompt, systemPrompt, tailOf } from './system-prompt.ts'

export interface PromptParts {
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  readonly character: Pick<Character, 'name' | 'prompt'> | null
  readonly corePrompt: string
  readonly botName: string
  /** Of the history that was cut; null for none. */
  readonly summary: string | null
  /** The conversation before what is asked. */
  readonly rows: readonly MessageRecord[]
  /** The messages that are answered, oldest first; none to see what would be sent to nobody in particular. */
  readonly asked: readonly MessageRecord[]
  /** How many rows are read at most; so many count as too many, or the history would slide at every turn. */
  readonly maxRows: number
  /** Tokens the model's context has room for, answer included. */
  readonly contextTokens: number
  readonly now: Date
  /** Further sentences for the very end. */
  readonly hints?: readonly string[]
  readonly lineOf?: LineOf
  /** The stored message that a row quotes. */
  readonly quotedBy?: (row: MessageRecord) => MessageRecord | null
  count(text: string): number
}

export interface Prompt {
  readonly messages: PromptMessage[]
  readonly tokens: number
  /** Anchor at which the history begins now; later requests begin there too, so that the prefix stays the same. */
  readonly cutFrom: number
  /** What the first message is made of. */
  readonly system: SystemPrompt
  /** What stands at the very end and is another one at every turn. */
  readonly tail: string
  /** What the pictures are called, also those of what is said later in this turn. */
  readonly labels: PictureLabels
}

/** Share of the context that is left for the answer and for what tools return. */
const reserved = 0.25
/** What a picture costs a model that sees it, about, in tokens. */
const perPicture = 800
/** Characters of each message that stay however little the model can read. */
const leastOfMessage = 500

/**
 * The request of a turn. What stays the same from turn to turn stands first and what changes stands last, so that
 * the vendor's prompt cache serves the long common start.
 */
export function buildPrompt(parts: PromptParts): Prompt {
  const { chat, settings, count } = parts
  const lineOf = parts.lineOf ?? namedLine
  const system = systemPrompt({
    character: parts.character,
    corePrompt: parts.corePrompt,
    ownPrompt: settings.prompt,
    botName: parts.botName,
    selfId: chat.address.selfId,
    chat: { kind: chat.address.kind, title: chat.title },
    summary: parts.summary,
    speakers: settings.speakers,
  })
  const room = Math.floor(parts.contextTokens * (1 - reserved)) - count(system.text)
  const tokens = Math.max(0, Math.min(settings.history.tokens, room))
  const write = rowWriter(lineOf)
  const cost = (row: MessageRecord) => count(write(row))
  const asked = readable(parts.asked, room, cost)
  const rows = [...parts.rows, ...asked]
  const limits = { tokens, rows: parts.maxRows, messages: settings.history.messages, asked: asked.length }
  const first = cutRows(rows, limits, cost)
  const kept = rows.slice(first)
  const labels = new PictureLabels(parts.quotedBy ?? (() => null))
  // From the oldest on, since that is how they are numbered.
  for (const row of kept) labels.of(row)
  const { skippedReply } = settings.history
  const shown = labels.isEmpty ? 0 : choosePictures(labels, { rows: kept, asked }, settings.pictures)
  const history = labels.isEmpty
    ? toMessages(kept, write, { skippedReply })
    : toMessages(kept, writeWithPictures(write, lineOf, labels), {
        skippedReply,
        picturesOf: (row) => promptPictures(labels.of(row)),
      })
  const tail = tailWith(parts, system, lineOf)
  const last = history.at(-1)
  if (last?.role === 'user') history[history.length - 1] = { ...last, content: `${last.content}\n${tail}` }
  const messages: PromptMessage[] = [{ role: 'system', content: system.text }, ...history]
  return {
    messages,
    tokens: messages.reduce((sum, message) => sum + count(message.content), shown * perPicture),
    cutFrom: first > 0 ? (rows[first]?.anchor ?? chat.cutFrom) : chat.cutFrom,
    system,
    tail,
    labels,
  }
}

/** Writes a row with what its pictures are called; rows without any are written as they were counted. */
export function writeWithPictures(
  write: (row: MessageRecord) => string,
  lineOf: LineOf,
  labels: PictureLabels,
): (row: MessageRecord) => string {
  return (row) => {
    const pictures = labels.of(row)
    if (row.author === 'bot' || pictures.own.length + pictures.quoted.length === 0) return write(row)
    return speakerLine(row, (one) => lineWithPictures(lineOf(one), pictures))
  }
}

/** The pictures that go with a row: those that no row before it holds. */
export function promptPictures({ first }: RowPictures): PromptPicture[] {
  return first.map(({ label, ref, wanted }) => ({ label, hash: ref.hash, wanted }))
}

/** What is asked, as far as the model can read it: a message that is too long for its context loses its middle. */
function readable(
  asked: readonly MessageRecord[],
  room: number,
  cost: (row: MessageRecord) => number,
): readonly MessageRecord[] {
  const tokens = asked.reduce((sum, row) => sum + cost(row), 0)
  if (tokens <= room) return asked
  const characters = asked.reduce((sum, { text }) => sum + text.length, 0)
  const each = (characters * Math.max(0, room)) / tokens / asked.length
  const most = Math.max(leastOfMessage, Math.floor(each * 0.9))
  return asked.map((row) => (row.text.length > most ? { ...row, text: withoutMiddle(row.text, most) } : row))
}

/** Whoever pastes something long asks about it before or behind it. */
function withoutMiddle(text: string, most: number): string {
  const half = Math.floor(most / 2)
  const left = text.length - 2 * half
  return `${text.slice(0, half)}…（中间省略了 ${left} 个字）…${text.slice(-half)}`.toWellFormed()
}

function tailWith({ asked, now, hints = [] }: PromptParts, system: SystemPrompt, lineOf: LineOf): string {
  const asker = asked.at(-1)
  const line = asker ? lineOf(asker) : null
  const tail = tailOf({ now, speakerName: line?.name ?? line?.id ?? '', used: system.used })
  return [tail, ...hints].join('\n')
}
