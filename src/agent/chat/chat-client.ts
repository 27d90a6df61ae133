import type { ChatAddress } from '../../shared/chat-address.ts'
import type { Problem } from '../../shared/problem.ts'

export { type ChatAddress, type ChatKind, chatKey } from '../../shared/chat-address.ts'

export interface Sender {
  /** Decimal digits; the number decides rights, never the name. */
  readonly id: string
  /** One line, cleaned and capped; card, else nickname, else number. */
  readonly name: string
  readonly groupRole: 'owner' | 'admin' | 'member' | null
  readonly anonymous: boolean
}

/** A message that somebody else said. Produced by a chat client from one frame, already validated and bounded. */
export interface IncomingMessage {
  readonly chat: ChatAddress
  /** Name of the group if the end told it; null otherwise. */
  readonly title: string | null
  /** Decimal digits, possibly with a minus sign; null when the end gave none. */
  readonly messageId: string | null
  /** Milliseconds since the epoch, by the end's clock, normalised. */
  readonly at: number
  readonly sender: Sender
  /** Text for the model, placeholders for everything that is not text. */
  readonly text: string
  readonly mentionsBot: boolean
  readonly mentionsAll: boolean
  /** Numbers of the other people mentioned, in order. */
  readonly mentions: readonly string[]
  /** Message id of the quoted message. */
  readonly replyTo: string | null
  /** Addresses of the pictures, in order; not fetched. */
  readonly images: readonly string[]
  /** False for grey system hints that QQ shows as messages: kept, never answered. */
  readonly spoken: boolean
}

/** What we send. A client turns it into its own wire form; text is always literal. */
export type OutgoingPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reply'; readonly messageId: string }
  | { readonly type: 'at'; readonly userId: string }

/**
 * How a send ended. `unknown` means it may have been delivered: it must never be repeated.
 * A send never rejects for an expected reason.
 */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string | null }
  | { readonly kind: 'unknown'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface QuotedMessage {
  readonly senderId: string
  readonly senderName: string
  readonly text: string
}

/** A connection through which one account speaks. */
export interface ChatClient {
  /** Sends one message. Parts stay in order; a `reply` comes first. */
  send(chat: ChatAddress, parts: readonly OutgoingPart[], signal: AbortSignal): Promise<SendOutcome>
  /** The message `messageId` of this chat, or null when it cannot be had within 2 s or belongs elsewhere. */
  fetchMessage(chat: ChatAddress, messageId: string, signal: AbortSignal): Promise<QuotedMessage | null>
}

/** What a chat client tells the agent. Every method returns at once and must not throw. */
export interface ChatEvents {
  message(message: IncomingMessage): void
  /** A message was taken back by its author or an admin. */
  recalled(chat: ChatAddress, messageId: string): void
  /** Somebody poked the bot. */
  poked(chat: ChatAddress, sender: Sender): void
  /** The bot can no longer speak in this chat (kicked, disbanded): its waiting work is void. */
  left(chat: ChatAddress): void
}
