import type { Clock } from '../kernel/clock.ts'

interface Waiter {
  readonly chat: string
  readonly pace: number
  grant(): void
}

interface Line {
  busyUntil: number
  waiting: Waiter[]
  lastChat: string
  cancelTimer?: () => void
}

/** Share by which a pause may be shorter or longer: an even beat looks like a machine. */
const jitter = 0.3

/**
 * Spaces what one account sends. Chats take turns: twenty answers due in one group delay another group by one pace,
 * not by twenty.
 */
export class Pacer {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #accounts = new Map<string, Line>()

  constructor(clock: Clock, random: () => number = Math.random) {
    this.#clock = clock
    this.#random = random
  }

  /**
   * Resolves when this chat may send its next message; rejects with the signal's reason when aborted.
   * @param seconds the pause of this chat between two messages of the account; 0 never waits.
   */
  turn(account: string, chat: string, seconds: number, signal: AbortSignal): Promise<void> {
    if (seconds === 0) return Promise.resolve()
    const line: Line = this.#accounts.get(account) ?? { busyUntil: 0, waiting: [], lastChat: '' }
    this.#accounts.set(account, line)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        chat,
        pace: seconds * 1000,
        grant: () => {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      const leave = () => {
        line.waiting = line.waiting.filter((other) => other !== waiter)
        if (line.waiting.length === 0) line.cancelTimer?.()
        reject(signal.reason)
      }
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      line.waiting.push(waiter)
      if (line.waiting.length === 1) this.#wait(account)
    })
  }

  #wait(account: string): void {
    const line = this.#accounts.get(account)
    if (!line) return
    const pause = line.busyUntil - this.#clock.monotonic()
    if (pause > 0) line.cancelTimer = this.#clock.after(pause, () => this.#grantNext(account))
    else this.#grantNext(account)
  }

  #grantNext(account: string): void {
    const line = this.#accounts.get(account)
    if (!line) return
    // Round robin: another chat than the last if one waits; what else the served chat has goes behind all others.
    const next = line.waiting.find((waiter) => waiter.chat !== line.lastChat) ?? line.waiting[0]
    if (!next) return
    const others = line.waiting.filter((waiter) => waiter.chat !== next.chat)
    const siblings = line.waiting.filter((waiter) => waiter.chat === next.chat && waiter !== next)
    line.waiting = [...others, ...siblings]
    line.lastChat = next.chat
    line.busyUntil = this.#clock.monotonic() + next.pace * (1 + jitter * (this.#random() * 2 - 1))
    next.grant()
    if (line.waiting.length > 0) this.#wait(account)
  }
}
