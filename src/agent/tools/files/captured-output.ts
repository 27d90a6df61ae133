import type { OutputLine } from './protocol.ts'

/** Lines that go out at once within each span of time; of more only the last are kept. */
const linesPerSpan = 50
const spanMs = 100
/** Lines that anybody will see. */
const shownLines = 100
const heldLines = 49
const lineCharacters = 500

/**
 * Takes what a process writes to its console, and passes on what a person can read: a loop that prints for ever must not
 * reach the bot.
 */
export class CapturedOutput {
  readonly #post: (lines: OutputLine[]) => void
  readonly #begun = { info: '', error: '' }
  #spanFrom = 0
  #sent = 0
  #held: OutputLine[] = []
  #skipped = 0
  #timer: NodeJS.Timeout | null = null

  constructor(post: (lines: OutputLine[]) => void) {
    this.#post = post
  }

  /** Puts itself in place of a stream's `write`. */
  capture(stream: NodeJS.WriteStream, level: OutputLine['level']): void {
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      this.write(level, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
      const done = rest.at(-1)
      if (typeof done === 'function') process.nextTick(done as () => void)
      return true
    }
    stream.write = write as typeof stream.write
  }

  write(level: OutputLine['level'], text: string): void {
    const lines = (this.#begun[level] + text).split('\n')
    this.#begun[level] = (lines.pop() ?? '').slice(0, lineCharacters)
    if (this.#begun[level] !== '') this.#flushLater()
    // The last ones are read: of a text of a million lines the others are not even looked at.
    this.#skipped += Math.max(0, lines.length - shownLines)
    for (const line of lines.slice(-shownLines)) this.#line({ level, text: line })
  }

  /** One line about a call. */
  note(call: number, text: string): void {
    this.#line({ level: 'info', text: text.replaceAll('\n', ' '), call })
  }

  #line(written: OutputLine): void {
    if (written.text.trim() === '') return
    const line = { ...written, text: written.text.slice(0, lineCharacters) }
    const now = performance.now()
    if (now - this.#spanFrom >= spanMs) {
      this.#release()
      this.#spanFrom = now
      this.#sent = 0
    }
    if (this.#sent < linesPerSpan && this.#held.length === 0) {
      this.#sent++
      this.#post([line])
      return
    }
    this.#held.push(line)
    if (this.#held.length > heldLines) {
      this.#held.shift()
      this.#skipped++
    }
    this.#flushLater()
  }

  #flushLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      for (const level of ['info', 'error'] as const) {
        const begun = this.#begun[level]
        this.#begun[level] = ''
        if (begun !== '') this.#line({ level, text: begun })
      }
      this.#release()
    }, spanMs).unref()
  }

  #release(): void {
    const skipped: OutputLine[] =
      this.#skipped > 0 ? [{ level: 'info', text: `（略去 ${this.#skipped} 行）` }] : []
    const lines = [...skipped, ...this.#held]
    this.#held = []
    this.#skipped = 0
    if (lines.length > 0) this.#post(lines)
  }
}
