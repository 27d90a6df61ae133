import type { ChatAddress } from '../../shared/chat-address.ts'
import type { PictureRef } from '../../shared/pictures.ts'
import type { Problem } from '../../shared/problem.ts'
import type { GroupCalls } from './group-calls.ts'

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
  /** The pictures, in order; not fetched. */
  readonly images: readonly IncomingPicture[]
  /** Id under which a forwarded conversation in it can be asked for; null when there is none. */
  readonly forwardId: string | null
  /** False for grey system hints that QQ shows as messages: kept, never answered. */
  readonly spoken: boolean
}

/** A picture in a message as the end told it. */
export interface IncomingPicture extends Omit<PictureRef, 'hash'> {
  /** Set when its bytes are ours already, as in 试聊. */
  readonly hash?: string
}

/** A conversation that was forwarded, unfolded. */
export interface ForwardedConversation {
  /** Lines `名字：内容`, nested ones indented. */
  readonly text: string
  /** The pictures in it, in order. */
  readonly images: readonly IncomingPicture[]
}

/** What we send. A client turns it into its own wire form; text is always literal. */
export type OutgoingPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reply'; readonly messageId: string }
  | { readonly type: 'at'; readonly userId: string }
  /** At most 10 MB; larger ones are refused. */
  | { readonly type: 'image'; readonly bytes: Uint8Array }

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
  readonly images: readonly IncomingPicture[]
  /** When the quoted message is a forwarded conversation. */
  readonly forwardId: string | null
}

/** How the chat is told that the bot is at work; ended by `stop`. */
export interface WorkingSign {
  /** The message that is answered; null when QQ gave it no id. */
  readonly messageId: string | null
}

/** A connection through which one account speaks. */
export interface ChatClient {
  /** Sends one message. Parts stay in order; a `reply` comes first. */
  send(chat: ChatAddress, parts: readonly OutgoingPart[], signal: AbortSignal): Promise<SendOutcome>
  /**
   * Sends a file over the account's own connection, so that the end may run on another machine. `failed` when it is
   * too large for a frame, with the limit in words.
   * @param name without separators of paths.
   */
  uploadFile(chat: ChatAddress, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<SendOutcome>
  /** What can be done in a chat beside talking. */
  group(chat: ChatAddress): GroupCalls
  /** Whether it is known that nothing can be said there now: the bot is muted, or no longer in the group. */
  isSilenced(chat: ChatAddress): boolean
  /** The message `messageId` of this chat, or null when it cannot be had within 2 s or belongs elsewhere. */
  fetchMessage(chat: ChatAddress, messageId: string, signal: AbortSignal): Promise<QuotedMessage | null>
  /**
   * Sends a long text as one merged forward (合并转发) in the bot's name, one node per text. Ends that cannot do it
   * answer `failed`; nothing was sent then.
   */
  sendForward(
    chat: ChatAddress,
    texts: readonly string[],
    name: string,
    signal: AbortSignal,
  ): Promise<SendOutcome>
  /**
   * A forwarded conversation; null when it cannot be had within 5 s. At most 2 levels, 30 messages and 3,000
   * characters; what was left out is said in words.
   */
  fetchForward(
    chat: ChatAddress,
    forwardId: string,
    signal: AbortSignal,
  ): Promise<ForwardedConversation | null>
  /**
   * A fresh address of a picture whose own is dead: the message is asked for again, then the picture by its file name.
   * Null when neither can be had within 5 s.
   * @param picture.index its place among the pictures of that message.
   */
  refreshPicture(
    chat: ChatAddress,
    picture: { readonly messageId: string | null; readonly index: number; readonly file: string },
    signal: AbortSignal,
  ): Promise<string | null>
  /** What a member is called in this chat, as one clean line; null when it cannot be had within 2 s. */
  memberName(chat: ChatAddress, userId: string, signal: AbortSignal): Promise<string | null>
  /** Takes back a message of the bot. A problem when the end refuses (too old, not supported). */
  recall(chat: ChatAddress, messageId: string, signal: AbortSignal): Promise<Problem | null>
  /**
   * Shows that the bot is at work (a reaction in groups, 正在输入 in private) where the end supports it; the returned
   * function takes it away. Returns at once, and never fails.
   */
  showWorking(chat: ChatAddress, sign: WorkingSign): () => void
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
