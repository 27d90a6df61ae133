import type { ChatAddress } from '../../shared/chat-address.ts'
import type { ToolRole } from '../../shared/tools.ts'
import type { GroupActions } from './group-actions.ts'

/**
 * Whoever's words led to a call. When several people's did, the one with the least rights: nobody may borrow those of
 * another by talking at the same time.
 */
export interface ToolCaller {
  readonly id: string
  readonly name: string
  readonly role: ToolRole
  /** In what concerns this chat alone: in private everybody may be trusted with his own. */
  readonly chatRole: ToolRole
  /** In the group, as the end told it with the message; null in private. */
  readonly groupRole: 'owner' | 'admin' | 'member' | null
}

/** What a tool may know and use during one call; grows by small interfaces, never by whole parts. */
export interface ToolContext {
  readonly chat: { readonly id: number; readonly address: ChatAddress; readonly title: string }
  readonly caller: ToolCaller
  /** Null when it is tried out from the panel. */
  readonly turnId: number | null
  readonly now: () => Date
  /** Aborted when the turn is stopped, the time of the call is over, or the program quits. */
  readonly signal: AbortSignal
  readonly send: ChatSender
  readonly store: ToolStore
  /** QQ itself, as this account and for this chat. */
  readonly group: GroupActions
  /** The conversation's own prompt. */
  readonly prompt: OwnPrompt
  /** Asks whoever is talking, and waits, also across restarts. The time of the call stands still meanwhile. */
  ask(question: Asked): Promise<Answered>
  /** One line that the panel shows while the call runs. */
  note(text: string): void
}

/** Says something in the chat at once, before the answer. Each throws a ToolError when it was not sent. */
export interface ChatSender {
  text(text: string): Promise<void>
  picture(bytes: Uint8Array): Promise<void>
  /** A file of at most 15 MB, under this name. */
  file(name: string, bytes: Uint8Array): Promise<void>
}

/** What a tool remembers, per chat; values are JSON of at most 64 KiB each, 1,000 keys. */
export interface ToolStore {
  get(key: string): unknown
  set(key: string, value: unknown): void
  delete(key: string): void
}

export interface OwnPrompt {
  /** '' when the chat has none. */
  get(): string
  /** '' takes it away. */
  set(text: string): void
}

export interface Asked {
  readonly text: string
  /** JSON Schema of the answer: string, number, integer, boolean, or an enum of strings. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly timeoutMs: number
}

/** `cancelled`: the person said so, or the panel did. */
export type Answered =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
