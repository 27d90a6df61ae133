import { randomInt } from 'node:crypto'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import {
  type ChatAddress,
  type ChatClient,
  type ChatEvents,
  type ChatKind,
  chatKey,
  type Sender,
} from './chat-client.ts'

export interface SandboxLine {
  readonly chat: { readonly kind: ChatKind; readonly id: string; readonly title: string }
  readonly sender: Sender
  readonly text: string
  readonly mention: boolean
  readonly replyTo: string | null
  readonly at: number
}

/**
 * 试聊: a chat client without QQ. What pretend people say enters where QQ's messages enter; what the bot says is
 * only kept and shown.
 */
export class Sandbox implements ChatClient {
  readonly #events: ChatEvents

  constructor(events: ChatEvents) {
    this.#events = events
  }

  /** Says one line as a pretend person, and returns where. */
  say(line: SandboxLine): ChatAddress {
    const { kind, id, title } = line.chat
    const chat: ChatAddress = { selfId: sandboxSelfId, kind, id, key: chatKey(kind, id) }
    this.#events.message({
      chat,
      title: title || null,
      messageId: newMessageId(),
      at: line.at,
      sender: line.sender,
      text: line.text,
      mentionsBot: line.mention,
      mentionsAll: false,
      mentions: [],
      replyTo: line.replyTo,
      images: [],
      spoken: true,
    })
    return chat
  }

  async send(_chat: ChatAddress, _parts: unknown, signal: AbortSignal): ReturnType<ChatClient['send']> {
    if (signal.aborted) {
      return { kind: 'failed', problem: { code: 'aborted', message: '停止了，没有发出去', hint: '' } }
    }
    return { kind: 'sent', messageId: newMessageId() }
  }

  async fetchMessage(): Promise<null> {
    return null
  }
}

/** QQ ends give 31-bit ids that follow no order. */
function newMessageId(): string {
  return String(randomInt(1, 2 ** 31))
}
