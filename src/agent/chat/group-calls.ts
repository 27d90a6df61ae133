import type { Problem } from '../../shared/problem.ts'

/** What the end told, or why it did not. Never rejects for an expected reason. */
export type Told<T> =
  | { readonly kind: 'told'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem }

export interface GroupInfo {
  readonly id: string
  /** One clean line; '' when the end gave none. */
  readonly name: string
  /** 0 when the end does not say. */
  readonly memberCount: number
  readonly maxMemberCount: number
}

export interface MemberInfo {
  /** Decimal digits. */
  readonly id: string
  /** Nickname as one clean line; '' when the end gave none. */
  readonly name: string
  /** Name card in this group as one clean line; '' when there is none. */
  readonly card: string
  readonly role: 'owner' | 'admin' | 'member'
}

/**
 * What an account can do in one chat beside talking. Everything is asked of the end at the moment of the call and
 * exactly once: an action is never repeated, and without an answer its problem says that nobody knows whether it was
 * done. In private only `poke` makes sense; the rest is then told as a problem.
 */
export interface GroupCalls {
  info(signal: AbortSignal): Promise<Told<GroupInfo>>
  /** In the end's order, at most 3,000. */
  members(signal: AbortSignal): Promise<Told<readonly MemberInfo[]>>
  /** Fresh from QQ and from no cache, since rights hang on it. Null when there is no such member. */
  member(userId: string, signal: AbortSignal): Promise<Told<MemberInfo | null>>
  /** These return null when done, else why not. */
  poke(userId: string, signal: AbortSignal): Promise<Problem | null>
  react(messageId: string, faceId: string, signal: AbortSignal): Promise<Problem | null>
  /** @param seconds 0 ends it. */
  mute(userId: string, seconds: number, signal: AbortSignal): Promise<Problem | null>
  muteAll(on: boolean, signal: AbortSignal): Promise<Problem | null>
  kick(userId: string, rejectForever: boolean, signal: AbortSignal): Promise<Problem | null>
  /** '' takes the card away. */
  setCard(userId: string, card: string, signal: AbortSignal): Promise<Problem | null>
}
