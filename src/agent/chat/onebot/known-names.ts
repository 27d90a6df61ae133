import type { ChatAddress } from '../chat-client.ts'
import { RecentMap } from './recent-map.ts'

const mostNames = 5_000
const mostFailures = 1_000
/** How long nobody is asked again for a name that could not be had, in milliseconds. */
const failureKept = 5 * 60_000

/** What people are called in their chats, as far as it was told lately: mentions and pokes bring numbers only. */
export class KnownNames {
  readonly #names = new RecentMap<string>(mostNames)
  readonly #failures = new RecentMap<number>(mostFailures)

  /** One clean line, or null when nobody told. */
  get(chat: ChatAddress, userId: string): string | null {
    return this.#names.get(keyOf(chat, userId)) ?? null
  }

  /** Remembers a name that was already cleaned. A number in place of a name says nothing. */
  learn(chat: ChatAddress, userId: string, name: string): void {
    if (name !== userId) this.#names.set(keyOf(chat, userId), name)
  }

  /** The end was asked and did not know. `now` in milliseconds. */
  fail(chat: ChatAddress, userId: string, now: number): void {
    this.#failures.set(keyOf(chat, userId), now)
  }

  /** Whether the end was asked in vain within the last minutes. */
  failedLately(chat: ChatAddress, userId: string, now: number): boolean {
    const at = this.#failures.get(keyOf(chat, userId))
    return at !== undefined && now - at < failureKept
  }
}

function keyOf(chat: ChatAddress, userId: string): string {
  return `${chat.selfId}|${chat.key}|${userId}`
}
