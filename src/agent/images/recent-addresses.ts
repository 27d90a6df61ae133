const keptMs = 60_000
const most = 1000

/** How fetching an address ended a moment ago. Null: it could not be had. */
interface Outcome {
  readonly hash: string | null
  readonly at: number
  readonly chats: Set<number | null>
}

/** Remembers for a minute what addresses came to, so that nobody fetches one twice in a row, or fails twice. */
export class RecentAddresses {
  /** Oldest first. */
  readonly #outcomes = new Map<string, Outcome>()

  /** Undefined when it was not fetched lately. */
  get(address: string, now: number): Outcome | undefined {
    const outcome = this.#outcomes.get(address)
    return outcome && now - outcome.at < keptMs ? outcome : undefined
  }

  set(address: string, hash: string | null, now: number): void {
    this.#outcomes.delete(address)
    this.#outcomes.set(address, { hash, at: now, chats: new Set() })
    for (const oldest of this.#outcomes.keys()) {
      if (this.#outcomes.size <= most) break
      this.#outcomes.delete(oldest)
    }
  }

  forget(): void {
    this.#outcomes.clear()
  }
}
