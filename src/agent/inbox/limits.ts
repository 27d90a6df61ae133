import type { IgnoredReason } from '../../shared/decision.ts'
import type { ChatSettings } from '../../shared/settings.ts'

/** What was answered lately in one chat. Times are milliseconds since the epoch. */
interface Lately {
  /** When turns were begun, oldest first, none older than a minute. */
  turns: number[]
  /** When each person was answered last. */
  readonly people: Map<string, number>
  /** Of the one who keeps on answering the bot at once. */
  loop: { userId: string; count: number }
  /** When the bot's last message went out. */
  spokeAt: number
  readonly suspects: Map<string, number>
}

const minute = 60_000
/** Whoever answers the bot within this time, again and again, does not read what it says. */
const atOnceMs = 3000
const suspectMs = 10 * minute
/** In private people do write at once; a machine does not stop. */
const privateFactor = 6
/** People remembered in one chat. */
const mostPeople = 500

/** Cooldowns, the rate limit and the guard against bots that answer each other, in memory: a restart forgives. */
export class Limits {
  readonly #chats = new Map<number, Lately>()

  /** Which limit forbids an answer to this person now; null when none does. */
  spent(
    chat: { id: number; kind: 'private' | 'group' },
    userId: string,
    settings: ChatSettings,
    now: number,
  ): { reason: IgnoredReason; rule: string | null } | null {
    const lately = this.#chats.get(chat.id)
    if (!lately) return null
    const { cooldownSeconds, personCooldownSeconds, loopGuard } = settings.triggers
    if (loopGuard > 0 && now < (lately.suspects.get(userId) ?? 0)) return { reason: 'loop-guard', rule: null }
    const last = lately.turns.at(-1) ?? -Infinity
    if (now - Math.max(last, lately.spokeAt) < cooldownSeconds * 1000)
      return { reason: 'chat-cooldown', rule: `${cooldownSeconds} 秒` }
    if (now - (lately.people.get(userId) ?? -Infinity) < personCooldownSeconds * 1000)
      return { reason: 'person-cooldown', rule: `${personCooldownSeconds} 秒` }
    const { perMinute } = settings.rateLimit
    const recent = lately.turns.filter((at) => now - at < minute).length
    return perMinute > 0 && recent >= perMinute ? { reason: 'rate-limit', rule: `${perMinute} 次` } : null
  }

  /** Somebody is going to be answered. */
  taken(
    chat: { id: number; kind: 'private' | 'group' },
    userId: string,
    loopGuard: number,
    now: number,
  ): void {
    const lately = this.#lately(chat.id)
    lately.turns = [...lately.turns.filter((at) => now - at < minute), now]
    lately.people.delete(userId)
    lately.people.set(userId, now)
    if (lately.people.size > mostPeople) forgetFirst(lately.people)
    this.#watchLoop(lately, userId, loopGuard * (chat.kind === 'private' ? privateFactor : 1), now)
  }

  /** The bot has said something in a chat. */
  spoke(chatId: number, now: number): void {
    this.#lately(chatId).spokeAt = now
  }

  #watchLoop(lately: Lately, userId: string, most: number, now: number): void {
    const atOnce = now - lately.spokeAt < atOnceMs
    const before = lately.loop.userId === userId ? lately.loop.count : 0
    lately.loop = { userId, count: atOnce ? before + 1 : 0 }
    if (most === 0 || lately.loop.count < most) return
    lately.suspects.set(userId, now + suspectMs)
    if (lately.suspects.size > mostPeople) forgetFirst(lately.suspects)
    lately.loop = { userId: '', count: 0 }
  }

  #lately(chatId: number): Lately {
    const known = this.#chats.get(chatId)
    if (known) return known
    const made: Lately = {
      turns: [],
      people: new Map(),
      loop: { userId: '', count: 0 },
      spokeAt: -Infinity,
      suspects: new Map(),
    }
    this.#chats.set(chatId, made)
    return made
  }
}

function forgetFirst(map: Map<string, number>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}
