interface Work<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
  /** Those who wait; work in the background counts as one that never leaves. */
  waiting: number
}

/** Work that is done once for all who want the same at the same time, and stopped when nobody does any more. */
export class SharedWork<T> {
  readonly #running = new Map<string, Work<T>>()

  /**
   * Resolves with what `start` comes to, begun by whoever is first. Rejects with it, or with the reason of this
   * waiter's own signal. Without a signal the work is not stopped even when all others have left.
   */
  join(key: string, signal: AbortSignal | null, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    const work = this.#running.get(key) ?? this.#begin(key, start)
    work.waiting++
    if (!signal) return work.promise
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        reject(signal.reason)
        work.waiting--
        if (work.waiting > 0) return
        work.controller.abort(signal.reason)
        // Whoever comes now begins anew.
        if (this.#running.get(key) === work) this.#running.delete(key)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      work.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

  /** Stops everything. */
  abort(reason: unknown): void {
    for (const { controller } of this.#running.values()) controller.abort(reason)
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): Work<T> {
    const controller = new AbortController()
    const promise = start(controller.signal).finally(() => {
      if (this.#running.get(key) === work) this.#running.delete(key)
    })
    promise.catch(() => undefined)
    const work: Work<T> = { promise, controller, waiting: 0 }
    this.#running.set(key, work)
    return work
  }
}
