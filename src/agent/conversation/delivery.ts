import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient, OutgoingPart, SendOutcome } from '../chat/chat-client.ts'
import { isQuitting } from '../kernel/aborts.ts'
import { type Clock, sleep } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { Outbox } from './outbox.ts'
import { Pacer } from './pacer.ts'
import { forwardTexts, isForward, plainTexts, replyTexts } from './reply-texts.ts'
import { fits } from './split.ts'

export interface Outgoing {
  readonly chat: ChatRecord
  readonly text: string
  readonly kind: MessageRecord['kind']
  readonly settings: ChatSettings
  /** It goes on with an answer whose first part is out: nothing is quoted again. */
  readonly continues?: boolean
  /** The message that is answered: its place in the conversation, and what is quoted. Null when nobody asked. */
  readonly question: MessageRecord | null
  readonly turnId: number | null
}

/** Parts of one text on their way out. */
export interface Sending {
  readonly chat: ChatRecord
  readonly parts: readonly MessageRecord[]
  readonly settings: ChatSettings
  /** Whoever asked it may be mentioned; null when nobody did. */
  readonly question: MessageRecord | null
}

/** Something that is no plain text, and how it reads in the conversation. */
export interface OneThing extends Pick<Sending, 'chat' | 'settings' | 'question'> {
  readonly text: string
}

export interface SendTrouble {
  readonly problem: Problem
  /** True when it was certainly not delivered. */
  readonly refused: boolean
}

const stopped: Problem = { code: 'send.stopped', message: '停止了，没有发出去', hint: '' }
const unmarked: Problem = { code: 'send.not-stored', message: '没能记下来，所以没有发', hint: '' }
const skipped: Problem = { code: 'send.skipped', message: '前一条没发出去，这条没有发', hint: '' }

/** Nobody waits longer than this for a bubble to be typed, in milliseconds. */
const longestTyping = 4000

/** The number under which QQ shows everybody who speaks anonymously. */
const anonymous = '80000000'

export interface DeliveryParts {
  readonly storage: Storage
  readonly board: ChatBoard
  readonly clock: Clock
  readonly log: Log
  botName(): string
  /** Resolves when the account can send, or cannot be expected to soon. */
  online(selfId: string, signal: AbortSignal): Promise<void>
  /** Something was said in a chat that was no reply to a command. */
  spoke(chatId: number): void
  /** The client that speaks for a number, or null when it is not connected to anything. */
  client(selfId: string): ChatClient | null
}

/**
 * The way out. Parts are written to the outbox before the first is sent, each is marked before it is tried and after
 * it ended: a process that dies never repeats a send whose outcome it does not know.
 */
export class Delivery {
  readonly #parts: DeliveryParts
  readonly #outbox: Outbox
  readonly #pacer: Pacer

  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.#outbox = new Outbox(parts)
    this.#pacer = new Pacer(parts.clock)
  }

  /** Puts a text into the outbox, split as the chat wants it, without sending it. Empty for a blank text. */
  async prepare(outgoing: Outgoing): Promise<MessageRecord[]> {
    const { chat, kind, question, settings, text, turnId, continues = false } = outgoing
    const quotes = settings.reply.quote && chat.address.kind === 'group' && !continues
    const texts = await replyTexts(text, { kind, chatKind: chat.address.kind, reply: settings.reply })
    return texts.map((part, index) =>
      this.#outbox.add(chat, {
        ...(question && { anchor: question.anchor }),
        kind,
        text: part,
        replyTo: index === 0 && quotes ? (question?.platformId ?? null) : null,
        turnId,
      }),
    )
  }

  /**
   * Sends prepared parts in order. Stops at the first that was refused; the rest is then marked as not sent. A merged
   * forward that is refused is sent as plain parts instead, one whose outcome is unknown is not.
   * Rejects with an AbortError when stopped, with the parts that were not tried marked as such.
   * @returns what went wrong: a part that was refused, or one whose outcome is unknown; null when all were sent.
   */
  async send(sending: Sending, signal: AbortSignal): Promise<SendTrouble | null> {
    const { chat, settings } = sending
    const waiting = [...sending.parts]
    const saying = { chatKind: chat.address.kind, reply: settings.reply }
    let mention = this.#mentioned(sending)
    let mayForward = true
    let sentAt: number | null = null
    let trouble: SendTrouble | null = null
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const forward = mayForward && isForward(part.text, { ...saying, kind: part.kind })
      if (!forward && mayForward && isWholeAnswer(sending, part)) {
        // Was to be a forward when it was prepared.
        mayForward = false
        waiting.unshift(...this.#unfold(sending, part))
        continue
      }
      try {
        await this.#myTurn(sending, sentAt === null ? 0 : sentAt + typingMs(part, settings), signal)
      } catch (error) {
        if (!isQuitting(signal)) this.#outbox.giveUp(chat, [part, ...waiting], stopped)
        throw error
      }
      let tried: Tried
      try {
        tried = await this.#try(sending, part, { forward, mention }, signal)
      } catch (error) {
        // It could not be marked, so it was not tried.
        if (!isQuitting(signal)) this.#outbox.giveUp(chat, [part, ...waiting], unmarked)
        throw error
      }
      sentAt = this.#parts.clock.monotonic()
      if (forward && isRefused(tried) && !signal.aborted) {
        mayForward = false
        waiting.unshift(...this.#unfold(sending, tried.row))
        continue
      }
      mention = null
      const sent = this.#settle(chat, tried, signal)
      if (part.kind !== 'command' && sent.delivery !== 'failed') this.#parts.spoke(chat.id)
      if (sent.problem) trouble = { problem: sent.problem, refused: sent.delivery === 'failed' }
      if (sent.delivery !== 'sent' && signal.aborted) {
        if (!isQuitting(signal)) this.#outbox.giveUp(chat, waiting, stopped)
        throw signal.reason
      }
      if (sent.delivery === 'failed') {
        this.#outbox.giveUp(chat, waiting, skipped)
        break
      }
    }
    return trouble
  }

  /**
   * Says something that is no plain text, such as a picture, once and in its turn; `say` does it. Its row is marked
   * before it is tried, and is never sent again, neither by us nor after a crash.
   * Rejects with an AbortError when stopped before it was tried; nothing is left of it then.
   * @returns what went wrong; null when it was sent.
   */
  async sendOnce(
    { chat, text, settings, question }: OneThing,
    say: (client: ChatClient) => Promise<SendOutcome>,
    signal: AbortSignal,
  ): Promise<SendTrouble | null> {
    const { selfId } = chat.address
    await this.#myTurn({ chat, settings }, 0, signal)
    const client = this.#parts.client(selfId)
    if (!client) return { problem: noAccount(selfId), refused: true }
    const part = this.#outbox.add(chat, {
      ...(question && { anchor: question.anchor }),
      kind: 'said',
      text,
      replyTo: null,
      // No part of the turn's answer, or a start after a crash would send this text in the place of the thing.
      turnId: null,
    })
    let begun: MessageRecord
    try {
      begun = await this.#outbox.begin(chat, part)
    } catch (error) {
      if (!isQuitting(signal)) this.#outbox.giveUp(chat, [part], unmarked)
      throw error
    }
    const outcome = await say(client)
    if (outcome.kind !== 'sent') this.#warn(chat, '', outcome)
    const { delivery, problem } = this.#outbox.settle(chat, begun, outcome)
    if (delivery !== 'failed') this.#parts.spoke(chat.id)
    return problem && { problem, refused: delivery === 'failed' }
  }

  /** Resolves when the next part may go out. */
  async #myTurn(
    { chat, settings }: Pick<Sending, 'chat' | 'settings'>,
    notBefore: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#parts
    const { selfId, key } = chat.address
    const typing = notBefore - clock.monotonic()
    if (typing > 0) await sleep(clock, typing, signal)
    await this.#pacer.turn(selfId, key, settings.pace.seconds, signal)
    await this.#parts.online(selfId, signal)
    signal.throwIfAborted()
  }

  async #try(
    { chat, settings }: Sending,
    part: MessageRecord,
    { forward, mention }: { forward: boolean; mention: string | null },
    signal: AbortSignal,
  ): Promise<Tried> {
    const client = this.#parts.client(chat.address.selfId)
    if (!client) return { row: part, outcome: { kind: 'failed', problem: noAccount(chat.address.selfId) } }
    const row = await this.#outbox.begin(chat, part)
    const nodes = forward ? forwardTexts(row.text, settings.reply) : []
    const outcome = forward
      ? await client.sendForward(chat.address, nodes, this.#parts.botName(), signal)
      : await client.send(chat.address, wireParts(row, mention), signal)
    if (outcome.kind !== 'sent') this.#warn(chat, forward ? '合并转发' : '', outcome)
    return { row, outcome }
  }

  #warn(
    { address }: ChatRecord,
    thing: string,
    { kind, problem }: Exclude<SendOutcome, { kind: 'sent' }>,
  ): void {
    const what = kind === 'unknown' ? '不知道发没发出去' : '没发出去'
    this.#parts.log.warn(`${thing}${what}：${problem.message}`, { chat: address.key, problem })
  }

  #settle(chat: ChatRecord, { row, outcome }: Tried, signal: AbortSignal): MessageRecord {
    // Quitting, and it was not sent: the next start tries again.
    if (outcome.kind === 'failed' && isQuitting(signal)) return this.#outbox.putBack(chat, row)
    return this.#outbox.settle(chat, row, outcome)
  }

  #unfold({ chat, settings }: Sending, row: MessageRecord): MessageRecord[] {
    return this.#outbox.replace(chat, row, plainTexts(row.text, settings.reply))
  }

  /** Who is mentioned by the first of the parts; nobody when it goes on with an answer that an earlier run began. */
  #mentioned({ chat, settings, question, parts: [first] }: Sending): string | null {
    if (!settings.reply.mention || chat.address.kind !== 'group' || !question || first?.kind !== 'said')
      return null
    return question.senderId !== anonymous && this.#outbox.isFirst(first, question) ? question.senderId : null
  }
}

/** A part as it was marked before it was tried, and how that ended. */
interface Tried {
  readonly row: MessageRecord
  readonly outcome: SendOutcome
}

/** Whether a part was tried and certainly not delivered. */
function isRefused({ row, outcome }: Tried): boolean {
  return row.delivery === 'sending' && outcome.kind === 'failed'
}

/** Whether a part is all of an answer and too long for one message. */
function isWholeAnswer({ parts, settings }: Sending, part: MessageRecord): boolean {
  return parts.length === 1 && part.kind === 'said' && !fits(part.text, settings.reply.maxCharacters)
}

function wireParts({ text, replyTo }: MessageRecord, mention: string | null): OutgoingPart[] {
  const parts: OutgoingPart[] = replyTo === null ? [] : [{ type: 'reply', messageId: replyTo }]
  if (mention !== null) parts.push({ type: 'at', userId: mention })
  return [...parts, { type: 'text', text }]
}

/** How long a person would type at a bubble, in milliseconds. */
function typingMs({ kind, text }: MessageRecord, { reply: { bubbles, typing } }: ChatSettings): number {
  if (kind !== 'said' || bubbles === 'off' || typing === 0) return 0
  return Math.min(longestTyping, ([...text].length / typing) * 1000)
}

function noAccount(selfId: string): Problem {
  return { code: 'send.no-account', message: `没有管 ${selfId} 的 QQ 账号`, hint: '在「QQ 账号」页加上它' }
}
