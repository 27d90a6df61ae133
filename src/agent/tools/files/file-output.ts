import type { ToolFileState } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import { masking } from './masking.ts'
import type { OutputLine } from './protocol.ts'

const keptLines = 100
/** The panel is told of new lines at most this often, in milliseconds. */
const grainMs = 100

/** The last lines that a tool file wrote, without its secrets. */
export class FileOutput {
  readonly #clock: Clock
  readonly #changed: () => void
  readonly #lines: ToolFileState['output'] = []
  #mask = masking([])
  #later: (() => void) | null = null

  /** @param changed is told of new lines, many at once. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock
    this.#changed = changed
  }

  /** A copy, oldest first. */
  get lines(): ToolFileState['output'] {
    return [...this.#lines]
  }

  /** Words that must not be shown. */
  hide(secrets: readonly string[]): void {
    this.#mask = masking(secrets)
  }

  /** A line without what must not be shown. */
  masked(text: string): string {
    return this.#mask(text)
  }

  add(lines: readonly OutputLine[]): void {
    const at = this.#clock.now()
    for (const { level, text } of lines.slice(-keptLines))
      this.#lines.push({ at, level, text: this.#mask(text) })
    this.#lines.splice(0, this.#lines.length - keptLines)
    this.#later ??= this.#clock.after(grainMs, () => {
      this.#later = null
      this.#changed()
    })
  }

  close(): void {
    this.#later?.()
    this.#later = null
  }
}
