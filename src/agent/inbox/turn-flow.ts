import type { Config } from '../../shared/config.ts'
import type { TakenReason } from '../../shared/decision.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { LoadState } from '../../shared/state.ts'
import { beginningAnew, quitting } from '../kernel/aborts.ts'
import type { Clock } from '../kernel/clock.ts'
import { Deadlines } from '../kernel/deadlines.ts'
import { Lanes } from '../kernel/lanes.ts'
import type { Log } from '../kernel/log.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { TurnBoard } from '../state/turn-board.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Storage } from '../storage/storage.ts'
import { Job, type NewJob, type Question } from './job.ts'
import { Jobs } from './jobs.ts'
import { windowMs } from './window.ts'

export interface TurnFlowParts {
  readonly storage: Storage
  readonly boards: { turns: TurnBoard; chats: ChatBoard }
  readonly load: Topic<LoadState>
  readonly clock: Clock
  readonly log: Log
  config(): Config
  settings(chat: ChatRecord): ChatSettings
  /** Answers a question to its end; never rejects. */
  answer(question: Question, signal: AbortSignal): Promise<void>
}

/** Turns on their way: they gather their messages, wait in their chat's lane, and are answered. */
export class TurnFlow {
  readonly #parts: TurnFlowParts
  readonly #jobs = new Jobs()
  readonly #lanes: Lanes<number, Job>
  readonly #windows: Deadlines<Job>
  #closed = false

  constructor(parts: TurnFlowParts) {
    this.#parts = parts
    this.#windows = new Deadlines(parts.clock, (job) => this.#closeWindow(job))
    this.#lanes = new Lanes({
      maxQueued: () => parts.config().inbox.laneLength,
      maxRunning: () => parts.config().inbox.maxTurns,
      maxPerLane: (chatId) => (this.#queueMode(chatId) === 'all' ? Number.POSITIVE_INFINITY : 1),
      run: (job) => this.#run(job),
      onLoad: (running, queued) =>
        parts.load.patch({ running, queued, maxTurns: parts.config().inbox.maxTurns }),
    })
  }

  /** The turn that something this person says now would become part of. */
  openFor(chatId: number, senderId: string, settings: ChatSettings): Job | null {
    return this.#closed ? null : this.#jobs.openFor(chatId, senderId, settings)
  }

  /** Turns of a chat by how far they are. */
  load(chatId: number): { running: number; waiting: number } {
    const load = { running: 0, waiting: 0 }
    for (const { phase } of this.#jobs.of(chatId)) load[phase === 'running' ? 'running' : 'waiting']++
    return load
  }

  /** Whether a message is part of a turn that is under way. */
  holds(chatId: number, messageId: number): boolean {
    return this.#jobs.holds(chatId, messageId)
  }

  isFull(chatId: number): boolean {
    const waiting = this.#lanes.queued(chatId) + this.#jobs.gathering(chatId)
    return waiting >= this.#parts.config().inbox.laneLength
  }

  /**
   * Begins a turn for messages that are stored: it waits for more first, or goes straight into its lane.
   * @param retriedBy who wants it answered again; null for nobody.
   */
  begin(
    chat: ChatRecord,
    messages: readonly MessageRecord[],
    reason: TakenReason,
    waits: boolean,
    retriedBy: string | null = null,
  ): void {
    const { storage, boards, clock } = this.#parts
    const [first] = messages
    if (!first) return
    if (this.isFull(chat.id)) this.#makeRoom(chat.id)
    const turn = storage.turns.insert({
      chatId: chat.id,
      messageId: first.id,
      reason,
      receivedAt: clock.now(),
      retriedBy,
    })
    const own = messages.map((message) => this.#claim(chat, turn.id, message))
    boards.turns.add(turn, chat, first)
    // The next start finds it in the store.
    if (this.#closed) return
    const job = this.#job({ turn, chat, messages: own, ready: storage.database.committed() })
    const wait = waits && !this.#isEnough(job) ? this.#windowMs(job) : 0
    if (wait > 0) this.#gather(job, wait)
    else this.#push(job)
  }

  /** Adds a stored message to a turn that takes more. */
  attach(job: Job, message: MessageRecord): void {
    const { storage, boards } = this.#parts
    const claimed = this.#claim(job.chat, job.turn.id, message)
    job.add(claimed, storage.database.committed())
    boards.turns.facts(job.turn.id, { messageCount: job.messages.length })
    const settings = this.#parts.settings(job.chat)
    if (job.phase === 'gathering') {
      if (this.#isEnough(job)) this.#closeWindow(job)
      else this.#gather(job, this.#windowMs(job))
    } else if (settings.whileRunning === 'restart') job.restart(beginningAnew)
    else job.join(claimed)
  }

  /** Puts a turn of an earlier run back into its lane, once `after` has resolved. */
  resume(job: Omit<NewJob, 'ready' | 'now'>, after: Promise<void>): void {
    const first = job.messages[0]
    if (!first) return
    this.#parts.boards.turns.add(job.turn, job.chat, first)
    this.#parts.boards.turns.facts(job.turn.id, { messageCount: job.messages.length })
    this.#push(this.#job({ ...job, ready: after }))
  }

  /** A message was recalled: it is not answered, and not part of what is. */
  recall(chatId: number, messageId: number): boolean {
    for (const job of this.#jobs.of(chatId)) {
      if (!job.remove(messageId)) continue
      if (job.messages.length === 0) return this.stop((one) => one === job, '消息被撤回了') > 0
      this.#parts.boards.turns.facts(job.turn.id, { messageCount: job.messages.length })
      if (job.phase === 'running' && job.takesMore) job.restart(beginningAnew)
      return true
    }
    return false
  }

  /** Stops turns, however far they are. Returns how many. */
  stop(matches: (job: Job) => boolean, reason: string): number {
    let stopped = 0
    for (const job of [...this.#jobs.all()].filter(matches)) if (this.#stop(job, reason)) stopped++
    return stopped
  }

  /** Ends turns that have shown no sign of life for too long. Sending has time limits of its own. */
  endIdle(): void {
    const { clock, config } = this.#parts
    const { idleMinutes } = config().inbox
    const since = clock.monotonic() - idleMinutes * 60_000
    for (const job of this.#jobs.all())
      if (job.phase === 'running' && !job.isComplete && job.lastActiveAt < since)
        job.abort(noSignOfLife(idleMinutes))
  }

  /** Limits or ways of queueing have changed. */
  review(): void {
    this.#lanes.review()
  }

  /** Aborts everything and resolves when nothing runs. What was not finished is taken up by the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.#windows.clear()
    this.#lanes.withdraw(() => true)
    for (const job of this.#jobs.all()) {
      job.abort(quitting)
      job.onWindowClosed?.()
    }
    await this.#lanes.idle()
  }

  #job(job: Omit<NewJob, 'now'>): Job {
    const made = new Job({ ...job, now: () => this.#parts.clock.monotonic() })
    this.#jobs.add(made)
    return made
  }

  /** Ties a message to its turn. */
  #claim(chat: ChatRecord, turnId: number, message: MessageRecord): MessageRecord {
    const claimed = { ...message, turnId }
    this.#parts.storage.messages.setTurn(message.id, turnId, message.reason ?? 'retry')
    this.#parts.boards.chats.show(chat, claimed)
    return claimed
  }

  #queueMode(chatId: number): ChatSettings['queueMode'] {
    const chat = this.#parts.storage.chats.get(chatId)
    return chat ? this.#parts.settings(chat).queueMode : 'wait'
  }

  #windowMs(job: Job): number {
    const last = job.messages.at(-1)
    if (!last) return 0
    return windowMs(this.#parts.settings(job.chat).merge, {
      kind: job.chat.address.kind,
      text: last.text,
    })
  }

  #isEnough(job: Job): boolean {
    return job.messages.length >= this.#parts.settings(job.chat).merge.maxMessages
  }

  #gather(job: Job, wait: number): void {
    const { clock, boards } = this.#parts
    const now = clock.monotonic()
    const latest = job.openedAt + this.#parts.settings(job.chat).merge.maxSeconds * 1000
    const due = Math.min(now + wait, latest)
    job.phase = 'gathering'
    boards.turns.gather(job.turn.id, clock.now() + Math.max(0, due - now))
    this.#windows.set(job, due)
  }

  #closeWindow(job: Job): void {
    this.#windows.delete(job)
    if (job.onWindowClosed) job.onWindowClosed()
    else this.#push(job)
  }

  #push(job: Job): void {
    job.phase = 'queued'
    this.#parts.boards.turns.step(job.turn.id, 'queued')
    if (!this.#lanes.push(job.chat.id, job)) this.#endUnstarted(job, '排队的太多，这条没有排上')
  }

  #makeRoom(chatId: number): void {
    if (this.#parts.config().inbox.overflow !== 'old') return
    const oldest = this.#lanes.withdrawOldest(chatId) ?? this.#jobs.oldestGathering(chatId)
    if (!oldest) return
    this.#windows.delete(oldest)
    this.#endUnstarted(oldest, '排队的太多，让给了后面的')
  }

  async #run(job: Job): Promise<void> {
    try {
      do {
        const signal = job.begin()
        await job.ready
        await this.#parts.answer(job, signal)
      } while (job.goesOn && (await this.#gatherAgain(job)))
      if (job.stoppedInBetween !== null) this.#endUnstarted(job, toReason(job.stoppedInBetween))
    } catch (error) {
      this.#endLost(job, this.#reportLost(job, error))
    } finally {
      this.#jobs.delete(job)
    }
    try {
      this.#answerLeftOver(job)
    } catch (error) {
      this.#reportLost(job, error)
    }
  }

  /** What could not be stored is not answered; the rest of its question can be, later. */
  #endLost(job: Job, problem: Problem): void {
    const { storage, boards, clock, log } = this.#parts
    const steps = boards.turns.end(job.turn.id, 'failed', problem)?.steps ?? []
    try {
      storage.turns.end({ ...job.turn, outcome: 'failed', problem, endedAt: clock.now(), steps })
    } catch (error) {
      log.error('回合的结果没有存下来', { turn: job.turn.id, problem: toProblem(error) })
    }
  }

  #reportLost(job: Job, error: unknown): Problem {
    const problem = toProblem(error)
    this.#parts.log.error(`一条消息没有收下：${problem.message}`, { chat: job.chat.address.key, problem })
    return problem
  }

  /** Waits until nothing more is said. False when it was stopped meanwhile. */
  async #gatherAgain(job: Job): Promise<boolean> {
    const wait = this.#windowMs(job)
    if (wait === 0) return true
    job.openedAt = this.#parts.clock.monotonic()
    await new Promise<void>((resolve) => {
      job.onWindowClosed = resolve
      this.#gather(job, wait)
    })
    job.onWindowClosed = null
    return job.goesOn
  }

  /** What joined too late to be seen is a question of its own. */
  #answerLeftOver(job: Job): void {
    const left = job.leftOver()
    const reason = left.at(-1)?.reason
    if (left.length > 0 && reason) this.begin(job.chat, left, reason as TakenReason, false)
  }

  #stop(job: Job, reason: string): boolean {
    if (job.phase === 'running') return job.abort(reason)
    this.#windows.delete(job)
    this.#lanes.withdraw((one) => one === job, job.chat.id)
    this.#endUnstarted(job, reason)
    if (job.onWindowClosed) {
      job.abandon()
      job.onWindowClosed()
    }
    return true
  }

  #endUnstarted(job: Job, reason: string): void {
    const { storage, boards, clock, log } = this.#parts
    const problem: Problem = { code: 'turn.stopped', message: reason, hint: '' }
    const steps = boards.turns.end(job.turn.id, 'stopped', problem)?.steps ?? []
    this.#jobs.delete(job)
    try {
      storage.turns.end({ ...job.turn, outcome: 'stopped', problem, endedAt: clock.now(), steps })
    } catch (error) {
      log.error('回合的结果没有存下来', { turn: job.turn.id, problem: toProblem(error) })
    }
  }
}

function toReason(reason: unknown): string {
  return typeof reason === 'string' ? reason : toProblem(reason).message
}

function noSignOfLife(minutes: number): ProblemError {
  return new ProblemError({
    code: 'turn.idle',
    message: `${minutes} 分钟没有任何动静，这个回答停下了`,
    hint: '看看模型服务是不是卡住了；等多久可以在设置里改',
  })
}
