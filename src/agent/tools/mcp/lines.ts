/** A line that never ends: what sends it does not speak in lines. */
export class LineTooLong extends Error {
  constructor(limit: number) {
    super(`A line of more than ${limit} bytes`)
    this.name = 'LineTooLong'
  }
}

/** Cuts a stream of bytes into lines, in time linear in the stream however small its pieces are. */
export class LineReader {
  readonly #limit: number
  #begun: Buffer[] = []
  #size = 0

  /** @param limit bytes of one line. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The lines that end in this piece, without their ends. Throws {@link LineTooLong}, and has forgotten that line. */
  push(piece: Buffer): string[] {
    const lines: string[] = []
    let from = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      this.#keep(piece.subarray(from, end))
      lines.push(Buffer.concat(this.#begun).toString('utf8').replace(/\r$/, ''))
      this.#forget()
      from = end + 1
    }
    if (from < piece.length) this.#keep(piece.subarray(from))
    return lines
  }

  #keep(part: Buffer): void {
    this.#size += part.length
    if (this.#size > this.#limit) {
      this.#forget()
      throw new LineTooLong(this.#limit)
    }
    this.#begun.push(part)
  }

  #forget(): void {
    this.#begun = []
    this.#size = 0
  }
}
