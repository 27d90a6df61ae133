const mostKeys = 2_000
const keptFor = 10 * 60_000

/** Remembers what arrived lately, so that the same thing over two connections counts once. */
export class Seen {
  /** Oldest first. */
  readonly #keys = new Map<string, number>()

  /** Whether `key` was here within ten minutes; remembers it if not. `now` in milliseconds. */
  has(key: string, now: number): boolean {
    const at = this.#keys.get(key)
    if (at !== undefined && now - at < keptFor) return true
    this.#keys.delete(key)
    this.#keys.set(key, now)
    if (this.#keys.size > mostKeys) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest)
        break
      }
    }
    return false
  }
}
