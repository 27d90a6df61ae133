/** So many at once, the others in a queue: first come, first served. */
export class Slots {
  readonly #most: () => number
  readonly #changed: () => void
  readonly #waiting = new Set<() => void>()
  #taken = 0

  /** @param most is asked anew whenever one is taken or given back. */
  constructor(most: () => number, changed: () => void) {
    this.#most = most
    this.#changed = changed
  }

  get taken(): number {
    return this.#taken
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Resolves with how to give the slot back (once, however often it is called); rejects when aborted. */
  take(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        this.#waiting.delete(start)
        this.#changed()
        reject(signal.reason)
      }
      const start = () => {
        signal.removeEventListener('abort', onAbort)
        this.#taken++
        resolve(this.#giveBack())
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(start)
      this.#startNext()
    })
  }

  #startNext(): void {
    for (const start of this.#waiting) {
      if (this.#taken >= this.#most()) break
      this.#waiting.delete(start)
      start()
    }
    this.#changed()
  }

  #giveBack(): () => void {
    let given = false
    return () => {
      if (given) return
      given = true
      this.#taken--
      this.#startNext()
    }
  }
}
