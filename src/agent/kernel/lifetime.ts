type Disposer = () => void | Promise<void>

/**
 * Owns what was started, and stops it in reverse order, once.
 * The rule: the line after something starts is the `defer` that stops it.
 */
export class Lifetime {
  readonly #controller = new AbortController()
  readonly #disposers: Disposer[] = []
  #disposal: Promise<void> | undefined

  /** Aborted at the first moment of disposal: pass it to every await that may last. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Registers how to undo what was just done. Throws when this lifetime has already ended. */
  defer(dispose: Disposer): void {
    if (this.#disposal) throw new Error('This lifetime has ended; nothing can be started in it')
    this.#disposers.push(dispose)
  }

  /** A part of this lifetime that may end earlier; it ends with its parent at the latest. */
  child(): Lifetime {
    const child = new Lifetime()
    const disposeChild = () => child.dispose()
    this.defer(disposeChild)
    // An ended child must not be kept: a connection that comes and goes for months would leak.
    child.defer(() => {
      const index = this.#disposers.indexOf(disposeChild)
      if (index >= 0) this.#disposers.splice(index, 1)
    })
    return child
  }

  /**
   * Aborts the signal, then undoes everything in reverse order and waits for it.
   * Every disposer runs even when an earlier one fails; the failures come as one AggregateError.
   */
  dispose(): Promise<void> {
    this.#disposal ??= this.#undo()
    return this.#disposal
  }

  async #undo(): Promise<void> {
    this.#controller.abort()
    const errors: unknown[] = []
    for (;;) {
      const dispose = this.#disposers.pop()
      if (!dispose) break
      try {
        await dispose()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of the parts failed to stop`)
  }
}
