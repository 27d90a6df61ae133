import type { Problem } from '../../../shared/problem.ts'
import type { ChatAddress } from '../chat-client.ts'

/** Where the bot may not speak: muted, or no longer in the group. Sends there are refused before they are tried. */
export class Silences {
  /** Time until which the bot itself is muted, in milliseconds since the epoch. */
  readonly #mutedUntil = new Map<string, number>()
  readonly #mutedGroups = new Set<string>()
  readonly #left = new Set<string>()
  readonly #admins = new Set<string>()

  mute(chat: ChatAddress, until: number): void {
    this.#mutedUntil.set(keyOf(chat), until)
  }

  unmute(chat: ChatAddress): void {
    this.#mutedUntil.delete(keyOf(chat))
  }

  /** The whole group is muted, or no longer. Admins may speak all the same. */
  muteGroup(chat: ChatAddress, muted: boolean): void {
    if (muted) this.#mutedGroups.add(keyOf(chat))
    else this.#mutedGroups.delete(keyOf(chat))
  }

  setAdmin(chat: ChatAddress, admin: boolean): void {
    if (admin) this.#admins.add(keyOf(chat))
    else this.#admins.delete(keyOf(chat))
  }

  /** The bot is out of the group; false when that was known. */
  leave(chat: ChatAddress): boolean {
    const key = keyOf(chat)
    if (this.#left.has(key)) return false
    this.#left.add(key)
    this.#admins.delete(key)
    return true
  }

  /** Something was said there, or the bot joined: it is in the group. */
  inside(chat: ChatAddress): void {
    if (this.#left.size > 0) this.#left.delete(keyOf(chat))
  }

  /** A new connection: the end of a group's mute may have been missed, and it has no time limit. */
  forgetGroupMutes(selfId: string): void {
    for (const key of this.#mutedGroups) if (key.startsWith(`${selfId}|`)) this.#mutedGroups.delete(key)
  }

  /** Why nothing can be said there now; null when it can. */
  check(chat: ChatAddress, now: number): Problem | null {
    const key = keyOf(chat)
    if (this.#left.has(key)) {
      return { code: 'onebot.left', message: '机器人已经不在这个群里', hint: '重新把它拉进群' }
    }
    const until = this.#mutedUntil.get(key) ?? 0
    if (until > now) {
      const minutes = Math.ceil((until - now) / 60_000)
      return {
        code: 'onebot.muted',
        message: `机器人在这个群被禁言，还有 ${minutes} 分钟`,
        hint: '请群管理员解除禁言',
      }
    }
    if (this.#mutedGroups.has(key) && !this.#admins.has(key)) {
      return {
        code: 'onebot.muted',
        message: '这个群开着全员禁言',
        hint: '把机器人设为管理员，或关掉全员禁言',
      }
    }
    return null
  }
}

function keyOf(chat: ChatAddress): string {
  return `${chat.selfId}|${chat.key}`
}
