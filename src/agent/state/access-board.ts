import type { AccessState, Denial, OwnerCandidate } from '../../shared/access.ts'
import type { Role } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { Clock } from '../kernel/clock.ts'
import { head } from '../kernel/text.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatRecord } from '../storage/chats.ts'

/** How long 认主人 listens. */
const listenMs = 3 * 60_000
const mostCandidates = 20
const mostDenials = 50
/** Of what was said, in characters. */
const mostShown = 60
/** One person who is refused for one reason again and again within this time is one line. */
const foldMs = 60_000

const greeting = '你好'
/** A greeting with everything around it that does not count; what is longer is not looked at. */
const longestGreeting = 64

/** What is said, as far as looking for the owner needs it. */
export interface HeardMessage {
  readonly senderId: string
  readonly senderName: string
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Reasons of `decision.ts` that are about who somebody is or where, not about how the bot was called. */
export const deniedReasons: ReadonlySet<string> = new Set([
  'user-blocked',
  'user-not-allowed',
  'user-ignored-here',
  'bot-account',
  'chat-pending',
  'chat-blocked',
  'loop-guard',
])

/** A message that was turned away, as it is listed. */
export function denialOf(
  chat: ChatRecord,
  message: Omit<HeardMessage, 'at'>,
  role: Role,
  why: { readonly reason: string; readonly at: number },
): Denial {
  const { senderId, senderName } = message
  const text = head(message.text, mostShown)
  return { ...why, chatId: chat.id, chatTitle: chat.title, senderId, senderName, role, text }
}

/** Who may be the owner, and who was turned away lately, as 安全与权限 shows them. */
export class AccessBoard {
  readonly #topic: Topic<AccessState>
  readonly #clock: Clock
  #cancel: () => void = () => undefined

  constructor(topic: Topic<AccessState>, clock: Clock) {
    this.#topic = topic
    this.#clock = clock
  }

  /**
   * Begins to look for the owner, anew when it does already, or ends it. Whoever was heard stays listed when the time
   * is over, until it is ended or begun again.
   */
  claim(on: boolean): void {
    this.#cancel()
    this.#topic.patch({ claimUntil: on ? this.#clock.now() + listenMs : null, candidates: [] })
    this.#cancel = on
      ? this.#clock.after(listenMs, () => this.#topic.set('claimUntil', null))
      : () => undefined
  }

  /** Notes who says 你好 to the bot in private while it listens. Cheap while it does not: every message comes by. */
  heard(chat: ChatRecord, message: HeardMessage): void {
    if (this.#topic.value.claimUntil === null) return
    const { kind, selfId } = chat.address
    if (kind !== 'private' || selfId === sandboxSelfId || !isGreeting(message.text)) return
    const candidate: OwnerCandidate = {
      id: message.senderId,
      name: message.senderName,
      selfId,
      at: message.at,
    }
    const others = this.#topic.value.candidates.filter(({ id }) => id !== candidate.id)
    this.#topic.set('candidates', [candidate, ...others].slice(0, mostCandidates))
  }

  /** Notes somebody who was turned away. */
  denied(denial: Denial): void {
    const { denials } = this.#topic.value
    for (const known of denials) {
      if (denial.at - known.at >= foldMs) break
      if (known.senderId === denial.senderId && known.reason === denial.reason) return
    }
    this.#topic.set('denials', [denial, ...denials].slice(0, mostDenials))
  }
}

function isGreeting(text: string): boolean {
  return text.length <= longestGreeting && text.replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '') === greeting
}
