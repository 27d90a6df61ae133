import type { Config } from '../../shared/config.ts'
import { decisionText, type IgnoredReason, isTaken, type TakenReason } from '../../shared/decision.ts'
import type { ChatAddress, ChatEvents, IncomingMessage, Sender } from '../chat/chat-client.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import { head } from '../kernel/text.ts'
import { type AccessBoard, denialOf, deniedReasons } from '../state/access-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { TurnRecord } from '../storage/turns.ts'
import { type Decision, decide } from './decide.ts'
import { gatherFacts } from './facts.ts'
import { Limits } from './limits.ts'
import { quietSpan } from './quiet-hours.ts'
import { roleOf } from './roles.ts'
import { TurnFlow, type TurnFlowParts } from './turn-flow.ts'

export interface InboxParts extends TurnFlowParts {
  readonly access: Pick<AccessBoard, 'heard' | 'denied'>
  paused(): boolean
  /** Whether it is known that nothing can be said in a chat now. */
  silenced(address: ChatAddress): boolean
  /** A message with pictures was stored that may be seen by a model; returns at once. */
  pictures(chat: ChatRecord, message: MessageRecord): void
  /**
   * The budget that forbids an answer to this person in this chat, in words such as 每天预算 ¥5; null when none does.
   * Asked before a turn begins, never of owners: one that runs is not stopped.
   */
  overBudget(chatId: number, senderId: string): string | null
  /**
   * What to do with a message that answers what is waited for, once it is stored for good: it never rejects. Null for
   * all others. `replied` is the message it quotes.
   */
  waitsFor(chat: ChatRecord, incoming: IncomingMessage, replied: MessageRecord | null): HandOn | null
  /** Runs a command and sends its reply; never rejects. */
  command(chat: ChatRecord, message: MessageRecord): Promise<void>
  /** From 0 to 1; `Math.random` by default. */
  random?(): number
}

/** Hands on what a stored message answers. */
export type HandOn = (message: MessageRecord) => Promise<void>

/** A turn of an earlier run that goes on, once `after` has resolved. */
export interface Resumption {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly messages: readonly MessageRecord[]
  readonly unsent: readonly MessageRecord[]
  readonly after: Promise<void>
}

/** Which turns of a chat are to be stopped, and why, in words. */
export interface StoppedTurns {
  readonly reason: string
  /** Who began them; everybody's when absent. */
  readonly askedBy?: string | null
  /** Id of a message: what was said after it goes on. */
  readonly before?: number
}

/** Ends of QQ repeat events within this time when they reconnect; ids may come again after longer. */
const replayWindowMs = 10 * 60_000

/**
 * Everything that is said comes in here. It is stored with its decision in one insert; only when that is committed
 * does anything act on it. What is taken becomes part of a turn.
 */
export class Inbox implements ChatEvents {
  readonly #parts: InboxParts
  readonly #flow: TurnFlow
  readonly #limits = new Limits()
  #received = 0

  constructor(parts: InboxParts) {
    this.#parts = parts
    this.#flow = new TurnFlow(parts)
  }

  /** Messages received since the start. */
  get received(): number {
    return this.#received
  }

  message(incoming: IncomingMessage): void {
    this.#received++
    this.#guard(incoming.chat, () => this.#accept(incoming, false))
  }

  recalled(address: ChatAddress, messageId: string): void {
    this.#guard(address, () => this.#takeBack(address, messageId))
  }

  /** A poke is a message without words, where pokes are answered; elsewhere it is nothing. */
  poked(address: ChatAddress, sender: Sender): void {
    this.#guard(address, () => {
      const { storage, settings, config } = this.#parts
      // A notice does not name the group through which a temporary chat runs.
      const chat = storage.chats.find(address)
      const { poke } = chat ? settings(chat).triggers : config().defaults.triggers
      if (poke) this.#accept(pokeOf(chat?.address ?? address, sender, this.#now), true)
    })
  }

  left(address: ChatAddress): void {
    this.#guard(address, () => {
      const chat = this.#parts.storage.chats.find(address)
      if (chat) this.#flow.stop((job) => job.turn.chatId === chat.id, '机器人已经不在这个群里')
    })
  }

  /** The bot has said something in a chat. */
  spoke(chatId: number): void {
    this.#limits.spoke(chatId, this.#now)
  }

  /** Stops turns of a chat, waiting or running. Returns how many. */
  stopChat(chatId: number, which: StoppedTurns): number {
    const { askedBy = null, before = Number.POSITIVE_INFINITY, reason } = which
    return this.#flow.stop(
      ({ chat, senderId, turn }) =>
        chat.id === chatId && (askedBy === null || senderId === askedBy) && turn.messageId <= before,
      reason,
    )
  }

  /** Stops what has not begun to be answered, in one chat or in all. Returns how many. */
  clearWaiting(chatId: number | null): number {
    return this.#flow.stop(
      ({ chat, phase }) => phase !== 'running' && (chatId === null || chat.id === chatId),
      '你在面板里清空了排队',
    )
  }

  /** Stops one turn. False when it is neither waiting nor running. */
  stopTurn(turnId: number, reason: string): boolean {
    return this.#flow.stop((job) => job.turn.id === turnId, reason) > 0
  }

  stopAll(reason: string): number {
    return this.#flow.stop(() => true, reason)
  }

  /** How many turns of a chat run, and how many wait. */
  load(chatId: number): { running: number; waiting: number } {
    return this.#flow.load(chatId)
  }

  /** Ends turns without a sign of life; to be called every few seconds. */
  endIdle(): void {
    this.#flow.endIdle()
  }

  /** The configuration has changed: more may run now. */
  review(): void {
    this.#flow.review()
  }

  /**
   * Answers a stored message (again), with what was answered together with it. Throws a ProblemError `turn.*`.
   * @param askedBy who asks for it in the chat; he is bound by what binds everybody there. The panel is bound by nothing.
   */
  async retry(messageId: number, reason: TakenReason, askedBy: string | null = null): Promise<void> {
    const { storage } = this.#parts
    const message = storage.messages.get(messageId)
    const chat = message && storage.chats.get(message.chatId)
    if (!chat || message.author !== 'user' || message.kind !== 'said' || message.recalled) throw notAnswerable
    if (this.#flow.holds(chat.id, messageId)) throw underWay
    if (this.#flow.isFull(chat.id)) throw laneFull
    if (askedBy !== null) this.#takeTurn(chat, askedBy)
    const together = message.turnId === null ? [] : this.#askedIn(storage.turns.get(message.turnId))
    const messages = together.some(({ id }) => id === messageId) ? together : [message]
    const asked = messages.map((one) => ({ ...one, reason }))
    this.#flow.begin(chat, asked, reason, false, askedBy)
    await storage.database.committed()
  }

  resume({ turn, chat, messages, unsent, after }: Resumption): void {
    this.#flow.resume({ turn, chat, messages, unsent }, after)
  }

  /** Aborts everything and resolves when no turn runs any more. What was not finished is taken up by the next start. */
  close(): Promise<void> {
    return this.#flow.close()
  }

  get #now(): number {
    return this.#parts.clock.now()
  }

  /** Counts a turn that somebody asks for by a command. Throws `turn.not-now` when the chat is to be silent. */
  #takeTurn(chat: ChatRecord, senderId: string): void {
    const { config } = this.#parts
    const { kind, selfId } = chat.address
    const settings = this.#parts.settings(chat)
    const place = { id: chat.id, kind }
    const quiet =
      quietSpan(settings.triggers.quietHours, this.#now) !== null && !settings.triggers.quietMentions
    const muted = this.#now < chat.mutedUntil
    const owner = roleOf({ selfId, senderId }, config()) === 'owner'
    const spent = owner ? null : this.#limits.spent(place, senderId, settings, this.#now)
    const broke = !owner && this.#parts.overBudget(chat.id, senderId) !== null ? 'budget' : null
    const reason = muted ? 'muted' : quiet ? 'quiet-hours' : (spent?.reason ?? broke)
    if (reason)
      throw new ProblemError({
        code: 'turn.not-now',
        message: `现在不能重答：${decisionText(reason)}`,
        hint: '',
      })
    this.#limits.taken(place, senderId, settings.triggers.loopGuard, this.#now)
  }

  #askedIn(turn: TurnRecord | null): MessageRecord[] {
    return turn ? this.#parts.storage.messages.askedIn(turn) : []
  }

  #takeBack(address: ChatAddress, messageId: string): void {
    const { storage, boards, log } = this.#parts
    const chat = storage.chats.find(address)
    const message = chat && storage.messages.byPlatformId(chat.id, messageId)
    if (!message || message.recalled) return
    // First, so that it is not answered even when the recall cannot be stored.
    const part = this.#flow.recall(chat.id, message.id)
    storage.messages.setRecalled(message.id)
    boards.chats.update(chat, { ...message, recalled: true })
    if (part) log.info('消息被撤回，不回了', { chat: address.key })
  }

  #accept(incoming: IncomingMessage, isPoke: boolean): void {
    const { storage, boards, access, pictures } = this.#parts
    storage.database.join()
    const chat = storage.chats.at(incoming.chat, incoming.title ?? privateTitle(incoming))
    const replied =
      incoming.replyTo === null ? null : storage.messages.byPlatformId(chat.id, incoming.replyTo)
    if (incoming.messageId !== null && this.#isReplay(chat, incoming.messageId)) return
    const settings = this.#parts.settings(chat)
    const open = this.#flow.openFor(chat.id, incoming.sender.id, settings)
    const config = this.#parts.config()
    const handOn = isPoke ? null : this.#parts.waitsFor(chat, incoming, replied)
    const facts = gatherFacts(incoming, {
      config,
      settings,
      chat,
      limits: this.#limits,
      paused: this.#parts.paused(),
      repliesToBot: replied?.author === 'bot',
      isPoke,
      laneFull: this.#flow.isFull(chat.id),
      open: open === null ? 'none' : open.phase === 'gathering' ? 'gathering' : 'running',
      now: this.#now,
      chance: (this.#parts.random ?? Math.random)(),
      silenced: () => this.#parts.silenced(chat.address),
      overBudget: () => this.#parts.overBudget(chat.id, incoming.sender.id),
    })
    const decision: Decision = handOn ? { reason: 'tool-answer', rule: null } : decide(incoming, facts)
    const message = this.#store(incoming, chat, replied, decision)
    if (message.images.length > 0 && !deniedReasons.has(decision.reason)) pictures(chat, message)
    if (incoming.chat.kind === 'private') access.heard(chat, message)
    this.#tell(chat, message, decision)
    const { reason } = decision
    if (!isTaken(reason)) {
      boards.chats.show(chat, message)
      if (isAddressed(incoming, replied)) this.#noteDenial(chat, message, reason, config)
      return
    }
    if (handOn) this.#afterCommit(chat, message, handOn)
    else if (reason === 'command') this.#afterCommit(chat, message, () => this.#parts.command(chat, message))
    else if (open) this.#flow.attach(open, message)
    else {
      const place = { id: chat.id, kind: incoming.chat.kind }
      this.#limits.taken(place, message.senderId, settings.triggers.loopGuard, this.#now)
      this.#flow.begin(chat, [message], reason, true)
    }
  }

  #store(
    incoming: IncomingMessage,
    chat: ChatRecord,
    replied: MessageRecord | null,
    { reason, rule }: Decision,
  ): MessageRecord {
    return this.#parts.storage.messages.insert({
      chatId: chat.id,
      platformId: incoming.messageId,
      author: 'user',
      kind: reason === 'command' || reason === 'tool-answer' ? 'command' : 'said',
      senderId: incoming.sender.id,
      senderName: incoming.sender.name,
      groupRole: incoming.sender.groupRole,
      text: incoming.text,
      at: incoming.at,
      replyTo: incoming.replyTo,
      quote: replied && { name: replied.senderName, text: head(replied.text, 2000) },
      images: incoming.images.map((picture) => ({ ...picture, hash: picture.hash ?? null })),
      reason,
      rule,
      turnId: null,
      delivery: null,
      problem: null,
      forwardId: incoming.forwardId,
    })
  }

  #tell(chat: ChatRecord, message: MessageRecord, { reason }: Decision): void {
    const line = `收到 ${message.senderName} 的消息：${decisionText(reason)}`
    const facts = { chat: chat.address.key, account: chat.address.selfId }
    if (isTaken(reason)) this.#parts.log.info(line, facts)
    else this.#parts.log.debug(line, facts)
  }

  /** For what is no part of a turn. */
  #afterCommit(chat: ChatRecord, message: MessageRecord, act: HandOn): void {
    this.#parts.boards.chats.show(chat, message)
    void this.#parts.storage.database.committed().then(
      () => act(message),
      (error: unknown) => this.#reportLost(chat.address, error),
    )
  }

  #noteDenial(chat: ChatRecord, message: MessageRecord, reason: IgnoredReason, config: Config): void {
    if (!deniedReasons.has(reason)) return
    const role = roleOf({ selfId: chat.address.selfId, senderId: message.senderId }, config)
    this.#parts.access.denied(denialOf(chat, message, role, { reason, at: this.#now }))
  }

  #isReplay(chat: ChatRecord, platformId: string): boolean {
    const known = this.#parts.storage.messages.byPlatformId(chat.id, platformId)
    return known !== null && known.author === 'user' && this.#now - known.at < replayWindowMs
  }

  /** Whoever tells of an event must not hear of a disk that is full. */
  #guard(address: ChatAddress, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#reportLost(address, error)
    }
  }

  /** What could not be stored was not accepted: nothing may follow from it. */
  #reportLost(address: ChatAddress, error: unknown): void {
    const problem = toProblem(error)
    this.#parts.log.error(`一条消息没有收下：${problem.message}`, { chat: address.key, problem })
  }
}

const notAnswerable = new ProblemError({
  code: 'turn.cannot-retry',
  message: '这条消息不能重答',
  hint: '挑一条别人说的、没有撤回的消息',
})

const underWay = new ProblemError({
  code: 'turn.under-way',
  message: '这条正在回',
  hint: '等它回完再试',
})

const laneFull = new ProblemError({
  code: 'turn.lane-full',
  message: '这个聊天排队的太多了',
  hint: '等前面的回完再试',
})

function isAddressed(incoming: IncomingMessage, replied: MessageRecord | null): boolean {
  return incoming.chat.kind === 'private' || incoming.mentionsBot || replied?.author === 'bot'
}

/** A private chat is called what its person is called, where the end told that: a number in its place says nothing. */
function privateTitle({ chat, sender }: IncomingMessage): string | null {
  return chat.kind === 'private' && sender.name !== sender.id ? sender.name : null
}

function pokeOf(chat: ChatAddress, sender: Sender, at: number): IncomingMessage {
  return {
    chat,
    title: null,
    messageId: null,
    at,
    sender,
    text: '[戳了戳你]',
    mentionsBot: false,
    mentionsAll: false,
    mentions: [],
    replyTo: null,
    images: [],
    forwardId: null,
    spoken: true,
  }
}
