import type { Config } from '../../shared/config.ts'
import { type DecisionReason, decisionText, isTaken, type TakenReason } from '../../shared/decision.ts'
import type { LoadState } from '../../shared/state.ts'
import type { ChatAddress, ChatEvents, IncomingMessage } from '../chat/chat-client.ts'
import { parseCommand } from '../commands/commands.ts'
import type { Clock } from '../kernel/clock.ts'
import { Lanes } from '../kernel/lanes.ts'
import type { Log } from '../kernel/log.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import { quitting } from '../kernel/quitting.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import type { TurnRecord } from '../storage/turns.ts'
import { decide } from './decide.ts'

export interface InboxParts {
  readonly storage: Storage
  readonly boards: { turns: TurnBoard; chats: ChatBoard }
  readonly load: Topic<LoadState>
  readonly clock: Clock
  readonly log: Log
  config(): Config
  paused(): boolean
  /** Answers one message, or only sends what is left of its answer; never rejects. */
  answer(turn: TurnRecord, unsent: readonly MessageRecord[], signal: AbortSignal): Promise<void>
  /** Runs a command and sends its reply; never rejects. */
  command(chat: ChatRecord, message: MessageRecord): Promise<void>
}

interface Job {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly askedBy: string
  /** Parts of its answer that only need to be sent; empty for a turn that has to be thought about. */
  readonly unsent: readonly MessageRecord[]
  /** Resolves when the message is stored for good; nothing may act on it before. */
  readonly ready: Promise<void>
}

/** A turn of an earlier run that goes on, once `after` has resolved. */
export interface Resumption {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly message: MessageRecord
  readonly unsent: readonly MessageRecord[]
  readonly after: Promise<void>
}

/** Ends of QQ repeat events within this time when they reconnect; ids may come again after longer. */
const replayWindowMs = 10 * 60_000

/**
 * Everything that is said comes in here. It is stored with its decision in one insert; only when that is committed
 * does anything act on it. Taken messages wait in their chat's lane.
 */
export class Inbox implements ChatEvents {
  readonly #parts: InboxParts
  readonly #lanes: Lanes<number, Job>
  #received = 0
  readonly #running = new Map<number, { job: Job; controller: AbortController }>()

  constructor(parts: InboxParts) {
    this.#parts = parts
    this.#lanes = new Lanes({
      maxQueued: () => parts.config().inbox.laneLength,
      maxRunning: () => parts.config().inbox.maxTurns,
      run: (job) => this.#run(job),
      onLoad: (running, queued) =>
        parts.load.patch({ running, queued, maxTurns: parts.config().inbox.maxTurns }),
    })
  }

  /** Messages received since the start. */
  get received(): number {
    return this.#received
  }

  message(incoming: IncomingMessage): void {
    this.#received++
    this.#guard(incoming.chat, () => this.#accept(incoming, this.#parts.clock.now()))
  }

  recalled(address: ChatAddress, messageId: string): void {
    this.#guard(address, () => this.#takeBack(address, messageId))
  }

  #takeBack(address: ChatAddress, messageId: string): void {
    const { storage, boards, log } = this.#parts
    const chat = storage.chats.at(address, null)
    const message = storage.messages.byPlatformId(chat.id, messageId)
    if (!message || message.recalled) return
    // First, so that it is not answered even when the recall cannot be stored.
    const stopped = this.#stop((job) => job.turn.messageId === message.id, '消息被撤回了')
    storage.messages.setRecalled(message.id)
    boards.chats.update(chat, { ...message, recalled: true })
    if (stopped > 0) log.info('消息被撤回，不回了', { chat: address.key })
  }

  /** Poking is not a trigger yet; the adapter counts it. */
  poked(): void {}

  left(address: ChatAddress): void {
    this.#guard(address, () => {
      const chat = this.#parts.storage.chats.at(address, null)
      this.#stop((job) => job.turn.chatId === chat.id, '机器人已经不在这个群里')
    })
  }

  /** Stops turns of a chat, waiting or running; those one person asked for, or all. Returns how many. */
  stopChat(chatId: number, askedBy: string | null): number {
    return this.#stop(
      (job) => job.turn.chatId === chatId && (askedBy === null || job.askedBy === askedBy),
      '有人用 #停止 停下了',
    )
  }

  /** Stops one turn. False when it is neither waiting nor running. */
  stopTurn(turnId: number): boolean {
    return this.#stop((job) => job.turn.id === turnId, '你在面板里停下了') > 0
  }

  stopAll(reason: string): number {
    return this.#stop(() => true, reason)
  }

  /** Answers a stored message (again). Throws a ProblemError when it is not one that can be answered. */
  async retry(messageId: number, reason: TakenReason): Promise<void> {
    const { storage } = this.#parts
    const message = storage.messages.get(messageId)
    const chat = message && storage.chats.get(message.chatId)
    if (!chat || message.author !== 'user' || message.kind !== 'said' || message.recalled) {
      throw new ProblemError({
        code: 'turn.cannot-retry',
        message: '这条消息不能重答',
        hint: '挑一条别人说的、没有撤回的消息',
      })
    }
    if (this.#lanes.isFull(chat.id)) {
      throw new ProblemError({
        code: 'turn.lane-full',
        message: '这个聊天排队的太多了',
        hint: '等前面的回完再试',
      })
    }
    this.#pushNew(this.#queue(chat, message, reason), chat, message)
    await storage.database.committed()
  }

  /** Puts a stored turn back into its lane; used after a restart. */
  resume({ turn, chat, message, unsent, after }: Resumption): void {
    this.#parts.boards.turns.add(turn, chat, message)
    this.#push({ turn, chat, unsent, askedBy: message.senderId, ready: after })
  }

  /** Aborts everything and resolves when no turn runs any more. What was not finished is taken up by the next start. */
  async close(): Promise<void> {
    this.#lanes.withdraw(() => true)
    for (const { controller } of this.#running.values()) controller.abort(quitting)
    await this.#lanes.idle()
  }

  #accept(incoming: IncomingMessage, now: number): void {
    const { storage, boards } = this.#parts
    storage.database.join()
    const chat = storage.chats.at(incoming.chat, incoming.title ?? privateTitle(incoming))
    const replied =
      incoming.replyTo === null ? null : storage.messages.byPlatformId(chat.id, incoming.replyTo)
    if (incoming.messageId !== null && this.#isReplay(chat, incoming.messageId, now)) return
    const reason = this.#decide(incoming, chat, replied, now)
    const message = storage.messages.insert({
      chatId: chat.id,
      platformId: incoming.messageId,
      author: 'user',
      kind: reason === 'command' ? 'command' : 'said',
      senderId: incoming.sender.id,
      senderName: incoming.sender.name,
      groupRole: incoming.sender.groupRole,
      text: incoming.text,
      at: incoming.at,
      replyTo: incoming.replyTo,
      quote: replied && { name: replied.senderName, text: replied.text.slice(0, 2000) },
      images: incoming.images,
      reason,
      turnId: null,
      delivery: null,
      problem: null,
    })
    const line = `收到 ${message.senderName} 的消息：${decisionText(reason)}`
    const facts = { chat: chat.address.key, account: chat.address.selfId }
    if (!isTaken(reason)) {
      this.#parts.log.debug(line, facts)
      boards.chats.show(chat, message)
      return
    }
    this.#parts.log.info(line, facts)
    if (reason === 'command') {
      boards.chats.show(chat, message)
      void this.#parts.storage.database.committed().then(
        () => this.#parts.command(chat, message),
        (error: unknown) => this.#reportLost(chat.address, error),
      )
      return
    }
    this.#pushNew(this.#queue(chat, message, reason), chat, message)
  }

  #decide(
    incoming: IncomingMessage,
    chat: ChatRecord,
    replied: MessageRecord | null,
    now: number,
  ): DecisionReason {
    const config = this.#parts.config()
    return decide(incoming, {
      paused: this.#parts.paused(),
      ownAccount: config.accounts.some(({ selfId }) => selfId === incoming.sender.id),
      ignored: config.inbox.ignoredUsers.includes(incoming.sender.id),
      repliesToBot: replied?.author === 'bot',
      isCommand: parseCommand(incoming.text) !== null,
      laneFull: this.#lanes.isFull(chat.id),
      age: now - incoming.at,
      staleAfter: config.inbox.staleSeconds * 1000,
    })
  }

  #isReplay(chat: ChatRecord, platformId: string, now: number): boolean {
    const known = this.#parts.storage.messages.byPlatformId(chat.id, platformId)
    return known !== null && known.author === 'user' && now - known.at < replayWindowMs
  }

  #queue(chat: ChatRecord, message: MessageRecord, reason: TakenReason): TurnRecord {
    const { storage, boards, clock } = this.#parts
    const turn = storage.turns.insert({
      chatId: chat.id,
      messageId: message.id,
      reason,
      receivedAt: clock.now(),
    })
    storage.messages.setTurn(message.id, turn.id, reason)
    boards.turns.add(turn, chat, message)
    boards.chats.show(chat, { ...message, turnId: turn.id, reason })
    return turn
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

  #pushNew(turn: TurnRecord, chat: ChatRecord, message: MessageRecord): void {
    const ready = this.#parts.storage.database.committed()
    this.#push({ turn, chat, unsent: [], askedBy: message.senderId, ready })
  }

  #push(job: Job): void {
    if (!this.#lanes.push(job.chat.id, job)) this.#endUnstarted(job, '排队的太多，这条没有排上')
  }

  async #run(job: Job): Promise<void> {
    const controller = new AbortController()
    this.#running.set(job.turn.id, { job, controller })
    try {
      await job.ready
      await this.#parts.answer(job.turn, job.unsent, controller.signal)
    } catch (error) {
      this.#parts.boards.turns.end(job.turn.id, 'failed', toProblem(error))
      this.#reportLost(job.chat.address, error)
    } finally {
      this.#running.delete(job.turn.id)
    }
  }

  #stop(matches: (job: Job) => boolean, reason: string): number {
    const waiting = this.#lanes.withdraw(matches)
    for (const job of waiting) this.#endUnstarted(job, reason)
    const running = [...this.#running.values()].filter(
      ({ job, controller }) => matches(job) && !controller.signal.aborted,
    )
    for (const { controller } of running) controller.abort(reason)
    return waiting.length + running.length
  }

  #endUnstarted({ turn }: Job, reason: string): void {
    const { storage, boards, clock } = this.#parts
    const problem = { code: 'turn.stopped', message: reason, hint: '' }
    const shown = boards.turns.end(turn.id, 'stopped', problem)
    storage.turns.end({
      ...turn,
      outcome: 'stopped',
      problem,
      endedAt: clock.now(),
      steps: shown?.steps ?? [],
    })
  }
}

/** A private chat is called what its person is called. */
function privateTitle(incoming: IncomingMessage): string | null {
  return incoming.chat.kind === 'private' ? incoming.sender.name : null
}
