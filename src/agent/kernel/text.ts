/** The first `max` UTF-16 units of a text, one less where that would leave half a character at the end. */
export function head(text: string, max: number): string {
  const last = text.charCodeAt(max - 1)
  const cutsPair = last >= 0xd800 && last <= 0xdbff && max < text.length
  return text.slice(0, cutsPair ? max - 1 : max)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
const unwanted = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
const breaks = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
const wideSpace = /\s{2}|[^\S ]/

/**
 * A name, title or label that somebody else chose, as one clean line of at most `limit` UTF-16 units: without
 * direction marks and invisible characters, so that it cannot forge lines of a transcript. '' when nothing is left.
 */
export function cleanLine(value: unknown, limit = 64): string {
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : ''
  // Cut first: a name of megabytes must not cost more than its visible part.
  let line = value.length > limit * 4 ? value.slice(0, limit * 4) : value
  if (unwanted.test(line)) line = line.replace(invisible, '').replace(breaks, ' ')
  else if (wideSpace.test(line)) line = line.replace(breaks, ' ')
  line = line.trim()
  if (line.length > limit) line = line.slice(0, limit).trimEnd()
  return withoutLoneSurrogates(line)
}

/** The text without halves of characters, which no JSON receiver has to accept. */
export function withoutLoneSurrogates(text: string): string {
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '')
}
