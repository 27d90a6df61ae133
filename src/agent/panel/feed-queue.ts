import type { StreamDelta } from '../../shared/state.ts'

/** More than this in one batch nobody reads: the oldest give way and are counted. */
const itemsPerBatch = 200

/** Items of one feed that wait for the next batch. */
export class FeedQueue<T> {
  readonly #join: (items: T[], item: T) => boolean
  #items: T[] = []
  #skipped = 0

  /** @param join puts `item` into one that waits already and says so, or returns false. */
  constructor(join: (items: T[], item: T) => boolean = () => false) {
    this.#join = join
  }

  push(item: T): void {
    if (this.#join(this.#items, item)) return
    this.#items.push(item)
    if (this.#items.length <= itemsPerBatch) return
    this.#items.shift()
    this.#skipped += 1
  }

  /** Hands over what waits, or null when nothing does. */
  take(): { items: T[]; skipped: number } | null {
    if (this.#items.length === 0) return null
    const taken = { items: this.#items, skipped: this.#skipped }
    this.#items = []
    this.#skipped = 0
    return taken
  }
}

/**
 * Joins a delta with the last one of its turn, so that a hundred answers written at once stay under the cap:
 * a lost log line makes a shorter list, a lost delta a hole in the text.
 */
export function joinDelta(items: StreamDelta[], delta: StreamDelta): boolean {
  const index = items.findLastIndex((other) => other.turnId === delta.turnId)
  const last = items[index]
  if (last?.kind !== delta.kind) return false
  items[index] = { ...last, text: last.text + delta.text }
  return true
}
