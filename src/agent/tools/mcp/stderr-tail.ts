import { StringDecoder } from 'node:string_decoder'
import { stripVTControlCharacters } from 'node:util'
import { cleanLine } from '../../kernel/text.ts'
import { maskText } from '../../logs/mask.ts'

const mostLines = 50
const longestShown = 500
/** Kept of one line; cut only after masking, so that no half of a key is left standing. */
const longestKept = 4000

/** The last lines a program wrote to its stderr, as people may see them. */
export class StderrTail {
  readonly #secrets: readonly string[]
  readonly #decoder = new StringDecoder('utf8')
  #lines: string[] = []
  #begun = ''

  /** @param secrets values that are never shown, wherever they stand. */
  constructor(secrets: readonly string[]) {
    // What is shorter stands in every second word.
    this.#secrets = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length)
  }

  push(piece: Buffer): void {
    const parts = (this.#begun + this.#decoder.write(piece)).split(/\r\n|\n|\r/)
    this.#begun = parts.pop() ?? ''
    if (this.#begun.length > longestKept) {
      parts.push(this.#begun)
      this.#begun = ''
    }
    this.#lines = [...this.#lines, ...parts.filter((line) => line.trim() !== '').slice(-mostLines)].slice(
      -mostLines,
    )
  }

  /** At most 50 lines of 500 characters, oldest first. */
  shown(): string[] {
    return [...this.#lines, ...(this.#begun.trim() ? [this.#begun] : [])]
      .slice(-mostLines)
      .map((line) =>
        cleanLine(this.#masked(stripVTControlCharacters(line.slice(0, longestKept))), longestShown),
      )
      .filter((line) => line !== '')
  }

  #masked(line: string): string {
    return maskText(this.#secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), line))
  }
}
