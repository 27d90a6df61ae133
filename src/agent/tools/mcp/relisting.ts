import type { Clock } from '../../kernel/clock.ts'

const restMs = 1000

/**
 * Lists again when a server says that something changed: at once, but only one at a time and with a rest between them.
 * Some servers say so whenever they are asked.
 */
export class Relisting {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #list: () => Promise<void>
  #busy = false
  #asked = false

  /** @param list must not reject. */
  constructor(clock: Clock, signal: AbortSignal, list: () => Promise<void>) {
    this.#clock = clock
    this.#signal = signal
    this.#list = list
  }

  ask(): void {
    this.#asked = true
    if (!this.#busy) void this.#run()
  }

  async #run(): Promise<void> {
    if (this.#signal.aborted) return
    this.#busy = true
    this.#asked = false
    await this.#list()
    if (this.#signal.aborted) return
    const cancel = this.#clock.after(restMs, () => {
      this.#signal.removeEventListener('abort', cancel)
      this.#busy = false
      if (this.#asked) void this.#run()
    })
    this.#signal.addEventListener('abort', cancel, { once: true })
  }
}
