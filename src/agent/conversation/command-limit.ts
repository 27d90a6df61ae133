const minuteMs = 60_000
/** A person writes a few at most; a machine does not stop. */
const mostAMinute = 10
/** People remembered, each in each chat. */
const mostPeople = 2000

/** How many commands of people without a role are done, in memory: a restart forgives. */
export class CommandLimit {
  /** When the last ones were done, whoever asked longest ago first. */
  readonly #lately = new Map<string, readonly number[]>()

  /** Whether a command of this person may be done now, which counts it. `now` in milliseconds of any clock. */
  takes(chatId: number, senderId: string, now: number): boolean {
    const key = `${chatId}/${senderId}`
    const recent = (this.#lately.get(key) ?? []).filter((at) => now - at < minuteMs)
    if (recent.length >= mostAMinute) return false
    this.#lately.delete(key)
    this.#lately.set(key, [...recent, now])
    const [oldest] = this.#lately.size > mostPeople ? this.#lately.keys() : []
    if (oldest !== undefined) this.#lately.delete(oldest)
    return true
  }
}
