import type { Problem } from '../../shared/problem.ts'
import type { SendOutcome } from '../chat/chat-client.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'

export interface OutboxParts {
  readonly storage: Storage
  readonly board: ChatBoard
  readonly clock: Clock
  botName(): string
}

/** What is different from part to part. */
export type NewPart = Pick<MessageRecord, 'kind' | 'text' | 'replyTo' | 'turnId'> & {
  /** The message that is answered; its own when nobody asked. */
  readonly anchor?: number
}

/** The rows of what the bot says, and what the panel shows of them: waiting → sending → sent | unknown | failed. */
export class Outbox {
  readonly #parts: OutboxParts

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  add(chat: ChatRecord, part: NewPart): MessageRecord {
    return this.#parts.storage.messages.insert({
      ...part,
      chatId: chat.id,
      platformId: null,
      author: 'bot',
      senderId: chat.address.selfId,
      senderName: this.#parts.botName(),
      groupRole: null,
      at: this.#parts.clock.now(),
      quote: null,
      images: [],
      reason: null,
      delivery: 'waiting',
      problem: null,
    })
  }

  /** Marks a part before it is tried; resolves when that would survive even a power cut. */
  async begin(chat: ChatRecord, part: MessageRecord): Promise<MessageRecord> {
    const { storage, board, clock } = this.#parts
    const row = storage.messages.setDelivery(part, 'sending', { at: clock.now() })
    await storage.database.durable()
    board.show(chat, row)
    return row
  }

  settle(chat: ChatRecord, row: MessageRecord, outcome: SendOutcome): MessageRecord {
    const facts = outcome.kind === 'sent' ? { platformId: outcome.messageId } : { problem: outcome.problem }
    return this.#update(chat, this.#parts.storage.messages.setDelivery(row, outcome.kind, facts))
  }

  /** Puts a part back that was certainly not delivered. */
  putBack(chat: ChatRecord, row: MessageRecord): MessageRecord {
    return this.#update(chat, this.#parts.storage.messages.setDelivery(row, 'waiting'))
  }

  /**
   * Turns a part that was certainly not delivered into several. Its row becomes the first: all is written in one
   * transaction, so that no crash finds both in the outbox, or neither.
   */
  replace(chat: ChatRecord, row: MessageRecord, texts: readonly string[]): MessageRecord[] {
    const [text = row.text, ...more] = texts
    const { anchor, kind, turnId } = row
    this.#parts.storage.messages.setText(row.id, text)
    const first = this.putBack(chat, { ...row, text })
    return [first, ...more.map((next) => this.add(chat, { anchor, kind, text: next, replyTo: null, turnId }))]
  }

  giveUp(chat: ChatRecord, parts: readonly MessageRecord[], problem: Problem): void {
    for (const part of parts) this.settle(chat, part, { kind: 'failed', problem })
  }

  /** Whether a part is the first of the answer that its turn gives. */
  isFirst(part: MessageRecord, question: MessageRecord): boolean {
    if (part.turnId === null) return true
    const turn = { id: part.turnId, chatId: part.chatId, messageId: question.id }
    const said = this.#parts.storage.messages.ofTurn(turn)
    return !said.some(({ author, kind, id }) => author === 'bot' && kind === part.kind && id < part.id)
  }

  #update(chat: ChatRecord, row: MessageRecord): MessageRecord {
    this.#parts.board.update(chat, row)
    return row
  }
}
