/** A segment as it came: neither its type nor its data are checked. */
export interface RawSegment {
  readonly type: string
  readonly data: Readonly<Record<string, string>>
}

const opening = '[CQ:'
const functionName = /[A-Za-z0-9_.-]{1,64}(?=[,\]])/y

/**
 * Reads a message in OneBot's string format. Codes are split on the raw string first and each piece is unescaped
 * afterwards, once; an opening without an end is plain text. Linear in the length of the text.
 * @param limit stops after so many segments.
 * @see https://github.com/botuniverse/onebot-11/blob/master/message/string.md
 */
export function parseCqString(text: string, limit: number): RawSegment[] {
  const segments: RawSegment[] = []
  let plainFrom = 0
  let searchFrom = 0
  let end = -1
  while (segments.length < limit) {
    const start = text.indexOf(opening, searchFrom)
    if (start < 0) break
    // Looked up again only once it is passed: a megabyte of openings must not search a megabyte each.
    if (end < start) end = text.indexOf(']', start)
    if (end < 0) break
    functionName.lastIndex = start + opening.length
    const type = functionName.exec(text)?.[0]
    if (type === undefined) {
      searchFrom = start + opening.length
      continue
    }
    if (start > plainFrom) segments.push(plainText(text.slice(plainFrom, start)))
    segments.push({ type, data: parameters(text.slice(start + opening.length + type.length + 1, end)) })
    plainFrom = end + 1
    searchFrom = plainFrom
  }
  if (plainFrom < text.length && segments.length < limit) segments.push(plainText(text.slice(plainFrom)))
  return segments
}

function plainText(piece: string): RawSegment {
  return { type: 'text', data: { text: decoded(piece) } }
}

function parameters(list: string): Record<string, string> {
  // Without a prototype, since the keys are chosen by others.
  const data: Record<string, string> = Object.create(null)
  for (const pair of list.split(',', 64)) {
    const equals = pair.indexOf('=')
    if (equals > 0) data[pair.slice(0, equals)] = decoded(pair.slice(equals + 1))
  }
  return data
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&#91;': '[', '&#93;': ']', '&#44;': ',' }

function decoded(text: string): string {
  if (!text.includes('&')) return text
  // One pass over all four, so that nothing is unescaped twice.
  return text.replace(/&(?:amp|#91|#93|#44);/g, (entity) => entities[entity] ?? entity)
}
