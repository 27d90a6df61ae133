import { randomInt } from 'node:crypto'

/** Without what is read as something else: 0 and o, 1 and l and i. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const length = 8

/** A name that nobody can guess and everybody can type. */
export function newWaitingId(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** The names that a text calls for, as in `#批准 k3m9x2ab`. */
export function namedIds(text: string): string[] {
  const named = text.matchAll(/#批准\s*([2-9a-hjkmnp-z]{8})(?![0-9a-z])/gi)
  return [...new Set([...named].map(([, id]) => (id ?? '').toLowerCase()))]
}
