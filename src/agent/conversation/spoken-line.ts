import type { ChatSettings } from '../../shared/settings.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { RowPictures } from './picture-labels.ts'

/** What one person said, as the model is told. */
export interface SpokenLine {
  readonly id: string
  readonly name?: string
  readonly quote?: { readonly name?: string; readonly text: string; readonly pictures?: readonly string[] }
  readonly text: string
  /** What its pictures are called in this request, in order. */
  readonly pictures?: readonly string[]
}

/** Says for a row what the model is told of it. */
export type LineOf = (row: MessageRecord) => SpokenLine

/** Somebody mentioned by number, with nothing that belongs to a longer number behind it. */
export const mention = /@([1-9]\d{4,19})(?!\d)/g
const takenBack = '（已撤回）'

/** With names and numbers as QQ has them. */
export function namedLine(row: MessageRecord): SpokenLine {
  const { senderId, senderName, quote } = row
  const quoted = quote && { name: quote.name, text: quote.text }
  return { id: senderId, name: senderName, ...(quoted && { quote: quoted }), text: askedText(row) }
}

/** The same line with what its pictures, and those of what it quotes, are called. */
export function lineWithPictures(line: SpokenLine, { own, quoted }: RowPictures): SpokenLine {
  const labels = (pictures: RowPictures['own']) => pictures.map(({ label }) => label)
  const { quote, ...rest } = line
  return {
    ...rest,
    ...(quote && { quote: quoted.length > 0 ? { ...quote, pictures: labels(quoted) } : quote }),
    ...(own.length > 0 && { pictures: labels(own) }),
  }
}

export interface LinesAround {
  readonly speakers: ChatSettings['speakers']
  readonly selfId: string
  /** Rows that are read already: what they hold need not be looked up. */
  readonly rows?: readonly MessageRecord[]
  /** False only to look: nobody gets a number who has none. */
  readonly assigns?: boolean
}

/** Finds the stored message that a row quotes; null when it quotes none, or one that is not stored. */
export function quotesIn(
  storage: Storage,
  rows: readonly MessageRecord[] = [],
): (row: MessageRecord) => MessageRecord | null {
  // Made once somebody quotes: most requests hold no quote.
  let read: Map<string, MessageRecord> | undefined
  return ({ chatId, replyTo }) => {
    if (replyTo === null) return null
    read ??= new Map(rows.flatMap((row) => (row.platformId === null ? [] : [[row.platformId, row]])))
    return read.get(replyTo) ?? storage.messages.byPlatformId(chatId, replyTo)
  }
}

/** How the lines of a chat are told, with what the store knows of what they quote. */
export function linesOf(storage: Storage, around: LinesAround): LineOf {
  const { speakers, selfId, rows = [], assigns = true } = around
  const quotedBy = quotesIn(storage, rows)
  return (row) => {
    const quoted = row.quote ? quotedBy(row) : null
    const known = quoted?.recalled && row.quote ? { ...row, quote: { ...row.quote, text: takenBack } } : row
    return speakers === 'names' ? namedLine(known) : numberedLine(known, { storage, selfId, quoted, assigns })
  }
}

/** Without nicknames and QQ numbers but for those that somebody wrote out. */
function numberedLine(
  row: MessageRecord,
  around: { storage: Storage; selfId: string; quoted: MessageRecord | null; assigns: boolean },
): SpokenLine {
  const { storage, selfId, quoted, assigns } = around
  const { chatId, senderId, quote } = row
  const numbered = (text: string) =>
    text.replace(mention, (whole, id: string) => {
      if (id === selfId) return whole
      const number = storage.speakers.known(chatId, id)
      return number === null ? '@某人' : `@用户${number}`
    })
  const numberOf = (id: string) =>
    assigns ? storage.speakers.number(chatId, id) : (storage.speakers.known(chatId, id) ?? '')
  const nameOf = ({ author, senderId: id, senderName }: MessageRecord) =>
    author === 'bot' ? senderName : `用户${numberOf(id)}`
  return {
    id: `用户${numberOf(senderId)}`,
    // Whoever is quoted from before this program knew the chat has no number.
    ...(quote && { quote: { ...(quoted && { name: nameOf(quoted) }), text: numbered(quote.text) } }),
    text: numbered(askedText(row)),
  }
}

/** The prefix with which somebody called the bot is no part of what he asks. */
function askedText({ text, reason, rule }: MessageRecord): string {
  if (reason !== 'prefix' || !rule) return text
  const start = text.trimStart()
  const asked = start.toLowerCase().startsWith(rule.toLowerCase()) ? start.slice(rule.length).trimStart() : ''
  return asked || text
}
