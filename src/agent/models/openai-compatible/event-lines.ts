import { StringDecoder } from 'node:string_decoder'

/** No delta of a language model is longer; what is comes from something else. */
const maxLineCharacters = 8_000_000

/** A text that is no event stream is kept up to here, to say what it was. */
const maxStrayCharacters = 1_000_000

export const endlessLine = 'A line of the event stream has no end'

/**
 * Cuts the bytes of an event stream into the texts behind `data:`, wherever the bytes were split.
 * Vendors put one JSON text into one line, and some forget the blank line between events: a line is an event.
 * Comments (`: keep-alive`) and other fields are skipped.
 */
export class EventLines {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''
  #stray: string | null = ''

  /** What came instead of events: '' when there was nothing, or when an event came. */
  get stray(): string {
    return this.#stray ?? ''
  }

  /** The texts completed by `bytes`, in order. Throws RangeError for a line without end. */
  read(bytes: Buffer): string[] {
    const text = this.#decoder.write(bytes)
    this.#rest += text
    // A long line comes in thousands of pieces: each is looked through once, not with all before it.
    const lines = text.includes('\n') ? this.#rest.split('\n') : []
    this.#rest = lines.pop() ?? this.#rest
    if (this.#rest.length > maxLineCharacters) throw new RangeError(endlessLine)
    return this.#found(lines)
  }

  /** What the last line holds when the stream ended without a line break. */
  end(): string[] {
    const line = this.#rest + this.#decoder.end()
    this.#rest = ''
    return this.#found([line])
  }

  #found(lines: readonly string[]): string[] {
    const found = lines.flatMap(dataOf)
    if (this.#stray === null) return found
    if (found.length > 0) this.#stray = null
    else if (this.#stray.length < maxStrayCharacters)
      this.#stray += lines.filter((line) => !ofStream.test(line)).join('\n')
    return found
  }
}

const ofStream = /^\s*$|^\uFEFF?(:|event:|id:|retry:|data:)/

function dataOf(line: string): string[] {
  const start = line.startsWith('\uFEFF') ? 1 : 0
  if (!line.startsWith('data:', start)) return []
  const data = line.slice(start + 5).trim()
  return data === '' ? [] : [data]
}
