const strings = '"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*"'
const longNumbers = '(?<![\\w.+-])-?\\d{16,}(?![\\d.eE])'
const stringOrLongNumber = new RegExp(`${strings}|${longNumbers}`, 'g')
const longDigits = /\d{16}/

/**
 * `JSON.parse` that keeps integers of 16 digits and more exactly, as strings: some ends have 64-bit message ids,
 * which would otherwise be rounded. Linear in the length of the text. Throws like `JSON.parse`.
 */
export function parseExactJson(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text)
  return JSON.parse(
    text.replace(stringOrLongNumber, (found) => (found.startsWith('"') ? found : `"${found}"`)),
  )
}
