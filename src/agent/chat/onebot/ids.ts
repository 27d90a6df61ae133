/** Ids are opaque decimal strings inside; a leading zero would make two keys of one number. */
const numberPattern = /^(?:0|[1-9]\d{0,19})$/
const messageIdPattern = /^-?\d{1,20}$/

/** A QQ or group number as decimal digits, from a number or a string; null for anything else. */
export function qqNumber(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : null
  return typeof value === 'string' && numberPattern.test(value) ? value : null
}

/** A number that names somebody: like {@link qqNumber}, but 0 is nobody. */
export function someone(value: unknown): string | null {
  const id = qqNumber(value)
  return id === '0' ? null : id
}

/** A message id as decimal digits; some ends give negative ones, some 64-bit ones. */
export function messageId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  return typeof value === 'string' && messageIdPattern.test(value) ? value : null
}

/** The id as ends expect it: a JSON number when that is exact, else its digits as a string. */
export function wireId(id: string): number | string {
  const number = Number(id)
  return Number.isSafeInteger(number) ? number : id
}
