import { StringDecoder } from 'node:string_decoder'

/** No delta of a language model is longer; what is comes from something else. */
const maxLineCharacters = 8_000_000

/**
 * Cuts the bytes of an event stream into the texts behind `data:`, wherever the bytes were split.
 * Vendors put one JSON text into one line, and some forget the blank line between events: a line is an event.
 * Comments (`: keep-alive`) and other fields are skipped.
 */
export class EventLines {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  /** The texts completed by `bytes`, in order. Throws RangeError for a line without end. */
  read(bytes: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > maxLineCharacters) throw new RangeError('A line of the event stream has no end')
    return lines.flatMap(dataOf)
  }

  /** What the last line holds when the stream ended without a line break. */
  end(): string[] {
    const line = this.#rest + this.#decoder.end()
    this.#rest = ''
    return dataOf(line)
  }
}

function dataOf(line: string): string[] {
  const start = line.startsWith('\uFEFF') ? 1 : 0
  if (!line.startsWith('data:', start)) return []
  const data = line.slice(start + 5).trim()
  return data === '' ? [] : [data]
}
