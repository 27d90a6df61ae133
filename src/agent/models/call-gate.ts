/** Lets at most `limit` calls through at once; the others wait in the order in which they came. */
export class CallGate {
  readonly #onChange: () => void
  readonly #waiting: (() => void)[] = []
  #limit: number
  #running = 0

  /** @param onChange called after the number of running or waiting calls changed. */
  constructor(limit: number, onChange: () => void) {
    this.#limit = limit
    this.#onChange = onChange
  }

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** A higher limit lets waiting calls in at once; a lower one lets running calls end. */
  set limit(limit: number) {
    this.#limit = limit
    this.#admit()
  }

  /** Resolves with how to leave when it is this call's turn; rejects with the signal's reason. */
  enter(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onTurn = () => {
        signal.removeEventListener('abort', onAbort)
        this.#running++
        resolve(this.#leaveOnce())
      }
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(onTurn), 1)
        this.#onChange()
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(onTurn)
      this.#admit()
    })
  }

  #leaveOnce(): () => void {
    let inside = true
    return () => {
      if (!inside) return
      inside = false
      this.#running--
      this.#admit()
    }
  }

  #admit(): void {
    while (this.#running < this.#limit) {
      const next = this.#waiting.shift()
      if (!next) break
      next()
    }
    this.#onChange()
  }
}
