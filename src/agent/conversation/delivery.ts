import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient, OutgoingPart } from '../chat/chat-client.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { isQuitting } from '../kernel/quitting.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord, NewMessage } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { Pacer } from './pacer.ts'
import { splitReply } from './split.ts'

export interface Outgoing {
  readonly chat: ChatRecord
  readonly text: string
  readonly kind: MessageRecord['kind']
  readonly settings: ChatSettings
  /** The message that is answered: its place in the conversation, and what is quoted. */
  readonly question: MessageRecord
  readonly turnId: number | null
}

export interface SendTrouble {
  readonly problem: Problem
  /** True when it was certainly not delivered. */
  readonly refused: boolean
}

const stopped: Problem = { code: 'send.stopped', message: '停止了，没有发出去', hint: '' }
const skipped: Problem = { code: 'send.skipped', message: '前一条没发出去，这条没有发', hint: '' }

export interface DeliveryParts {
  readonly storage: Storage
  readonly board: ChatBoard
  readonly clock: Clock
  readonly log: Log
  botName(): string
  /** Resolves when the account can send, or cannot be expected to soon. */
  online(selfId: string, signal: AbortSignal): Promise<void>
  /** The client that speaks for a number, or null when it is not connected to anything. */
  client(selfId: string): ChatClient | null
}

/**
 * The way out. Parts are written to the outbox before the first is sent, each is marked before it is tried and after
 * it ended: a process that dies never repeats a send whose outcome it does not know.
 */
export class Delivery {
  readonly #parts: DeliveryParts
  readonly #pacer: Pacer

  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.#pacer = new Pacer(parts.clock)
  }

  /** Puts a text into the outbox, split, without sending it. Empty for a blank text. */
  prepare(outgoing: Outgoing): MessageRecord[] {
    const { chat, settings, question } = outgoing
    const texts = partsOf(outgoing.text, settings.reply)
    return texts.map((text, index) => {
      const quoted =
        index === 0 && settings.reply.quote && chat.address.kind === 'group' ? question.platformId : null
      const record: NewMessage = {
        chatId: chat.id,
        anchor: question.anchor,
        platformId: null,
        author: 'bot',
        kind: outgoing.kind,
        senderId: chat.address.selfId,
        senderName: this.#parts.botName(),
        groupRole: null,
        text,
        at: this.#parts.clock.now(),
        replyTo: quoted,
        quote: null,
        images: [],
        reason: null,
        turnId: outgoing.turnId,
        delivery: 'waiting',
        problem: null,
      }
      return this.#parts.storage.messages.insert(record)
    })
  }

  /**
   * Sends prepared parts in order. Stops at the first that was refused; the rest is then marked as not sent.
   * Rejects with an AbortError when stopped, with the parts that were not tried marked as such.
   * @returns what went wrong: a part that was refused, or one whose outcome is unknown; null when all were sent.
   */
  async send(
    chat: ChatRecord,
    parts: readonly MessageRecord[],
    pace: number,
    signal: AbortSignal,
  ): Promise<SendTrouble | null> {
    let trouble: SendTrouble | null = null
    for (const [index, part] of parts.entries()) {
      try {
        await this.#pacer.turn(chat.address.selfId, chat.address.key, pace, signal)
        await this.#parts.online(chat.address.selfId, signal)
        signal.throwIfAborted()
      } catch (error) {
        if (!isQuitting(signal)) this.#giveUp(chat, parts.slice(index), stopped)
        throw error
      }
      const sent = await this.#sendOne(chat, part, signal)
      if (sent.problem) trouble = { problem: sent.problem, refused: sent.delivery === 'failed' }
      if (sent.delivery !== 'sent' && signal.aborted) {
        if (!isQuitting(signal)) this.#giveUp(chat, parts.slice(index + 1), stopped)
        throw signal.reason
      }
      if (sent.delivery === 'failed') {
        this.#giveUp(chat, parts.slice(index + 1), skipped)
        break
      }
    }
    return trouble
  }

  async #sendOne(chat: ChatRecord, part: MessageRecord, signal: AbortSignal): Promise<MessageRecord> {
    const { storage, board, clock, log } = this.#parts
    const client = this.#parts.client(chat.address.selfId)
    if (!client) {
      return this.#settle(chat, part, {
        kind: 'failed',
        problem: {
          code: 'send.no-account',
          message: `没有管 ${chat.address.selfId} 的 QQ 账号`,
          hint: '在「QQ 账号」页加上它',
        },
      })
    }
    const sending = storage.messages.setDelivery(part, 'sending', { at: clock.now() })
    await storage.database.durable()
    board.show(chat, sending)
    const outgoing: OutgoingPart[] = [{ type: 'text', text: part.text }]
    if (part.replyTo !== null) outgoing.unshift({ type: 'reply', messageId: part.replyTo })
    const outcome = await client.send(chat.address, outgoing, signal)
    if (outcome.kind !== 'sent') {
      const what = outcome.kind === 'unknown' ? '不知道发没发出去' : '没发出去'
      log.warn(`${what}：${outcome.problem.message}`, { chat: chat.address.key, problem: outcome.problem })
    }
    return this.#settle(chat, sending, outcome)
  }

  #settle(
    chat: ChatRecord,
    part: MessageRecord,
    outcome: Awaited<ReturnType<ChatClient['send']>>,
  ): MessageRecord {
    const next =
      outcome.kind === 'sent'
        ? this.#parts.storage.messages.setDelivery(part, 'sent', { platformId: outcome.messageId })
        : this.#parts.storage.messages.setDelivery(part, outcome.kind, { problem: outcome.problem })
    this.#parts.board.update(chat, next)
    return next
  }

  #giveUp(chat: ChatRecord, parts: readonly MessageRecord[], problem: Problem): void {
    for (const part of parts) {
      const next = this.#parts.storage.messages.setDelivery(part, 'failed', { problem })
      this.#parts.board.update(chat, next)
    }
  }
}

const cutNote = '\n（太长了，后面的没有发）'

function partsOf(text: string, { maxCharacters, maxParts }: ChatSettings['reply']): string[] {
  const parts = splitReply(text, maxCharacters)
  if (parts.length <= maxParts) return parts
  const [last = ''] = splitReply(parts[maxParts - 1] ?? '', maxCharacters - cutNote.length)
  return [...parts.slice(0, maxParts - 1), last + cutNote]
}
