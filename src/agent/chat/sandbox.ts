import { randomInt } from 'node:crypto'
import type { Problem } from '../../shared/problem.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import {
  type ChatAddress,
  type ChatClient,
  type ChatEvents,
  type ChatKind,
  chatKey,
  type IncomingPicture,
  type Sender,
  type SendOutcome,
} from './chat-client.ts'
import type { GroupCalls } from './group-calls.ts'
import { PretendGroup, type PretendPerson } from './sandbox-group.ts'

export interface SandboxPlace {
  readonly kind: ChatKind
  readonly id: string
  readonly title: string
}

export interface SandboxLine {
  readonly chat: SandboxPlace
  readonly sender: Sender
  readonly text: string
  readonly mention: boolean
  /** Pictures that go along, their bytes stored already. */
  readonly pictures: readonly IncomingPicture[]
  readonly replyTo: string | null
  readonly at: number
}

/**
 * 试聊: a chat client without QQ. What pretend people say enters where QQ's messages enter; what the bot says is
 * only kept and shown.
 */
export class Sandbox implements ChatClient {
  readonly #events: ChatEvents
  readonly #people: () => readonly PretendPerson[]

  /** @param people who is in every pretend group, as they are now. */
  constructor(events: ChatEvents, people: () => readonly PretendPerson[] = () => []) {
    this.#events = events
    this.#people = people
  }

  /** Says one line as a pretend person, and returns where. */
  say(line: SandboxLine): ChatAddress {
    const chat = addressOf(line.chat)
    this.#events.message({
      chat,
      title: line.chat.title || null,
      messageId: newMessageId(),
      at: line.at,
      sender: line.sender,
      // Where a QQ end puts pictures that were sent with a text.
      text: line.text + '[图片]'.repeat(line.pictures.length),
      mentionsBot: line.mention,
      mentionsAll: false,
      mentions: [],
      replyTo: line.replyTo,
      images: line.pictures,
      forwardId: null,
      spoken: true,
    })
    return chat
  }

  /** A pretend person takes back a line, as QQ would tell it. */
  takeBack(chat: ChatAddress, messageId: string): void {
    this.#events.recalled(chat, messageId)
  }

  /** A pretend person pokes the bot; returns where. */
  poke(place: SandboxPlace, sender: Sender): ChatAddress {
    const chat = addressOf(place)
    this.#events.poked(chat, sender)
    return chat
  }

  async send(_chat: ChatAddress, _parts: unknown, signal: AbortSignal): Promise<SendOutcome> {
    return sent(signal)
  }

  async sendForward(
    _chat: ChatAddress,
    _texts: unknown,
    _name: string,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    return sent(signal)
  }

  async uploadFile(
    _chat: ChatAddress,
    _name: string,
    _bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    return sent(signal)
  }

  group(chat: ChatAddress): GroupCalls {
    return new PretendGroup(chat, this.#people)
  }

  isSilenced(): boolean {
    return false
  }

  async fetchMessage(): Promise<null> {
    return null
  }

  async fetchForward(): Promise<null> {
    return null
  }

  async refreshPicture(): Promise<null> {
    return null
  }

  async memberName(): Promise<null> {
    return null
  }

  async recall(_chat: ChatAddress, _messageId: string, signal: AbortSignal): Promise<Problem | null> {
    return signal.aborted ? { code: 'aborted', message: '停止了，没有撤回', hint: '' } : null
  }

  showWorking(): () => void {
    return () => undefined
  }
}

function sent(signal: AbortSignal): SendOutcome {
  if (signal.aborted) {
    return { kind: 'failed', problem: { code: 'aborted', message: '停止了，没有发出去', hint: '' } }
  }
  return { kind: 'sent', messageId: newMessageId() }
}

function addressOf({ kind, id }: SandboxPlace): ChatAddress {
  return { selfId: sandboxSelfId, kind, id, key: chatKey(kind, id) }
}

/** QQ ends give 31-bit ids that follow no order. */
function newMessageId(): string {
  return String(randomInt(1, 2 ** 31))
}
