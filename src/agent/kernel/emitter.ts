export type Unsubscribe = () => void

/** A typed list of listeners. A listener that throws is reported and does not stop the others. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>()
  readonly #onError: (error: unknown) => void

  constructor(
    onError: (error: unknown) => void = (error) =>
      queueMicrotask(() => {
        throw error
      }),
  ) {
    this.#onError = onError
  }

  /** Calls `listener` for every value from now on, until the returned function is called. */
  on(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }
}
