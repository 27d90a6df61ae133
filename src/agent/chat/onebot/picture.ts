import { head } from '../../kernel/text.ts'
import type { IncomingPicture } from '../chat-client.ts'
import { type Fields, textOf } from './fields.ts'

/** Pictures of one message, with those of what it forwards. */
export const maxImages = 32
/** Characters of a picture that comes along as base64, some 10 MB of bytes. */
const longestInline = 14_000_000
const longestAddress = 4_000
const longestName = 512

/**
 * Where the picture of a segment is, and what the end calls it. Only web addresses and bytes that came along count:
 * what an end calls a path is one on its own machine, or somebody's try to have ours read.
 */
export function readPicture(data: Fields, sticker: boolean): IncomingPicture {
  return { url: addressIn(data.url) || addressIn(data.file), file: nameIn(data), sticker }
}

/** The address or the bytes (`base64://…`) that a field holds; '' for anything else. */
export function addressIn(value: unknown): string {
  const text = textOf(value)
  if (text.length <= longestAddress && /^https?:\/\/\S+$/i.test(text)) return text
  if (text.length > longestInline) return ''
  if (text.startsWith('base64://')) return text
  const comma = text.startsWith('data:') ? text.slice(0, 100).indexOf(';base64,') : -1
  return comma < 0 ? '' : `base64://${text.slice(comma + ';base64,'.length)}`
}

function nameIn(data: Fields): string {
  const names = [data.file, data.file_id, data.file_unique, data.filename].map(textOf)
  return names.find((name) => name !== '' && name === head(name, longestName) && !isPlace(name)) ?? ''
}

/** Addresses, absolute paths and those that lead upwards are no names. */
function isPlace(text: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|[/\\])|(^|[/\\])\.\.([/\\]|$)/i.test(text)
}
