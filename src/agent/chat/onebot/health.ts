/** How well an account is although it is connected. */
export interface Health {
  /** Whether QQ itself is logged in; null when the end does not say. */
  readonly online: boolean | null
  /** What the end says about being offline; '' for nothing. */
  readonly offlineDetail: string
  /** Calls time out one after the other. */
  readonly callsUnanswered: boolean
}

/** Calls that time out in a row before that counts as a problem. */
const tooManyTimeouts = 2
const unknown: Health = { online: null, offlineDetail: '', callsUnanswered: false }

/** Follows the health of an account through what its end tells. */
export class HealthWatch {
  readonly #changed: (health: Health) => void
  #health = unknown
  /** A notice said so, not a heartbeat: then no heartbeat may ever say that QQ is back. */
  #offlineByNotice = false
  #timeouts = 0

  /** @param changed called after each change. */
  constructor(changed: (health: Health) => void) {
    this.#changed = changed
  }

  get health(): Health {
    return this.#health
  }

  /** A heartbeat or an answer says whether QQ is logged in. */
  status(online: boolean | null): void {
    if (online === null) return
    this.#offlineByNotice = false
    this.#change({ online, offlineDetail: '' })
  }

  offlineNotice(detail: string): void {
    this.#offlineByNotice = true
    this.#change({ online: false, offlineDetail: detail })
  }

  /** A message came: QQ is there. */
  message(): void {
    if (!this.#offlineByNotice) return
    this.#offlineByNotice = false
    this.#change({ online: null, offlineDetail: '' })
  }

  answered(): void {
    this.#timeouts = 0
    this.#change({ callsUnanswered: false })
  }

  unanswered(): void {
    this.#timeouts++
    this.#change({ callsUnanswered: this.#timeouts >= tooManyTimeouts })
  }

  /** Nothing is connected any more. */
  reset(): void {
    this.#timeouts = 0
    this.#offlineByNotice = false
    this.#health = unknown
  }

  #change(fields: Partial<Health>): void {
    const next = { ...this.#health, ...fields }
    const { online, callsUnanswered } = this.#health
    if (next.online === online && next.callsUnanswered === callsUnanswered) return
    this.#health = next
    this.#changed(next)
  }
}
