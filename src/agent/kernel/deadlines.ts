import type { Clock } from './clock.ts'

/** Looking more often than this gains nothing that anybody would notice. */
const grainMs = 20
/** Keys that fall due in one go; what is left comes after a breath, so that nothing else waits for long. */
const perSlice = 10

/**
 * Moments that may be put off again and again, thousands of them with a single timer. A key falls due at most once
 * and is forgotten then; times are those of `clock.monotonic()`, kept to within 20 ms.
 */
export class Deadlines<Key> {
  readonly #clock: Clock
  readonly #due: (key: Key) => void
  readonly #times = new Map<Key, number>()
  #timer: { at: number; cancel: () => void } | null = null

  /** @param due is called for each key whose time has come. Must not throw. */
  constructor(clock: Clock, due: (key: Key) => void) {
    this.#clock = clock
    this.#due = due
  }

  get size(): number {
    return this.#times.size
  }

  /** Sets or moves the time of a key. */
  set(key: Key, at: number): void {
    this.#times.set(key, at)
    if (!this.#timer || at < this.#timer.at) this.#wake(at)
  }

  /** Forgets a key. False when it was not waiting. */
  delete(key: Key): boolean {
    const known = this.#times.delete(key)
    if (this.#times.size === 0) this.#sleep()
    return known
  }

  clear(): void {
    this.#times.clear()
    this.#sleep()
  }

  #wake(at: number): void {
    this.#sleep()
    const cancel = this.#clock.after(Math.max(0, at - this.#clock.monotonic()), () => this.#look())
    this.#timer = { at, cancel }
  }

  #sleep(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #look(): void {
    this.#timer = null
    const now = this.#clock.monotonic()
    const due: Key[] = []
    let next = Number.POSITIVE_INFINITY
    for (const [key, at] of this.#times) {
      if (at > now) next = Math.min(next, at)
      else if (due.length < perSlice) due.push(key)
      else next = now
    }
    for (const key of due) this.#times.delete(key)
    for (const key of due) this.#due(key)
    if (this.#times.size === 0 || next === Number.POSITIVE_INFINITY) return
    // `due` may have set an earlier one meanwhile.
    const at = next === now ? now : Math.max(next, now + grainMs)
    const timer = this.#timer as { at: number } | null
    if (!timer || at < timer.at) this.#wake(at)
  }
}
