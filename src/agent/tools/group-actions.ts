/** One member of a group as the end tells it now. */
export interface GroupMember {
  readonly id: string
  readonly name: string
  /** Name card in this group; '' when there is none. */
  readonly card: string
  readonly role: 'owner' | 'admin' | 'member'
}

export interface GroupFacts {
  readonly id: string
  readonly name: string
  readonly memberCount: number
  readonly maxMemberCount: number
}

/**
 * What the bot's account can do in the chat of a call. Each asks the end now, and throws a ToolError in plain words
 * when it cannot be done: not connected, not supported, refused, or in private what only groups have.
 */
export interface GroupActions {
  /** The bot's own number. */
  readonly selfId: string
  info(signal: AbortSignal): Promise<GroupFacts>
  /** At most 3,000, in the end's order. */
  members(signal: AbortSignal): Promise<readonly GroupMember[]>
  /** Never from a cache: rights hang on it. Null when there is no such member. */
  member(userId: string, signal: AbortSignal): Promise<GroupMember | null>
  mention(userId: string, text: string, signal: AbortSignal): Promise<void>
  poke(userId: string, signal: AbortSignal): Promise<void>
  /** Puts a QQ face under a message. @param faceId QQ's number of it. */
  react(messageId: string, faceId: string, signal: AbortSignal): Promise<void>
  /** Takes back what the bot said last here, up to so many messages. Returns how many are gone. */
  recallOwn(count: number, signal: AbortSignal): Promise<number>
  /** @param seconds 0 ends it. */
  mute(userId: string, seconds: number, signal: AbortSignal): Promise<void>
  muteAll(on: boolean, signal: AbortSignal): Promise<void>
  kick(userId: string, rejectForever: boolean, signal: AbortSignal): Promise<void>
  /** '' takes the card away. */
  setCard(userId: string, card: string, signal: AbortSignal): Promise<void>
  /** Platform id of the message that is answered; null when QQ gave it none. */
  readonly askedMessageId: string | null
}
