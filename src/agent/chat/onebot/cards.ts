import { isRecord } from '../../kernel/record.ts'
import { cleanLine } from '../../kernel/text.ts'
import { type Fields, fieldsOf, textOf } from './fields.ts'
import { forwardIdOf } from './forward.ts'

export interface Card {
  readonly text: string
  /** Set when the card is a forwarded conversation. */
  readonly forwardId: string | null
}

const longest = 256 * 1024
const unreadable: Card = { text: '[卡片消息]', forwardId: null }

/** What a `json` segment shows: its title and its first link. Never throws. */
export function readJsonCard(data: unknown): Card {
  const card = isRecord(data) ? data : parseCard(data)
  if (!card) return unreadable
  const entries = Object.values(fieldsOf(card.meta)).slice(0, 16).filter(isRecord)
  if (card.app === 'com.tencent.multimsg') {
    const detail = fieldsOf(fieldsOf(card.meta).detail)
    return { text: '[合并转发]', forwardId: forwardIdOf(detail.resid) }
  }
  const title = cleanLine(card.prompt, 200) || firstOf(entries, (entry) => titleOf(entry))
  const link = firstOf(entries, (entry) => linkOf(entry))
  const shown = [title, link].filter((part) => part !== '').join(' ')
  return shown === '' ? unreadable : { text: `[卡片:${shown}]`, forwardId: null }
}

/** What an `xml` segment shows. It is searched, not parsed: an XML parser would expand hostile entities. */
export function readXmlCard(data: unknown): string {
  const brief = /\bbrief="([^"]{1,400})"/.exec(textOf(data).slice(0, longest))?.[1]
  const title = cleanLine(brief && unescapeXml(brief), 200)
  return title === '' ? unreadable.text : `[卡片:${title}]`
}

function parseCard(data: unknown): Fields | null {
  if (typeof data !== 'string' || data.length > longest) return null
  try {
    const card: unknown = JSON.parse(data)
    return isRecord(card) ? card : null
  } catch {
    return null
  }
}

function titleOf(entry: Fields): string {
  return cleanLine(entry.title, 200) || cleanLine(entry.desc, 200)
}

function linkOf(entry: Fields): string {
  for (const candidate of [entry.qqdocurl, entry.jumpUrl, entry.url]) {
    if (typeof candidate === 'string' && /^https?:\/\/\S{1,1000}$/.test(candidate)) return candidate
  }
  return ''
}

function firstOf(entries: readonly Fields[], read: (entry: Fields) => string): string {
  for (const entry of entries) {
    const found = read(entry)
    if (found !== '') return found
  }
  return ''
}

const xmlEntities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#91;': '[',
  '&#93;': ']',
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos|#91|#93);/g, (entity) => xmlEntities[entity] ?? entity)
}
