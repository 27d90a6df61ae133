import { quitting } from '../kernel/aborts.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { TurnRecord } from '../storage/turns.ts'

/** What whoever answers needs to know of a turn that is under way. */
export interface Question {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  /** What is answered, oldest first; grows while the turn runs when new messages join it. Never empty. */
  readonly messages: readonly MessageRecord[]
  /** Parts of its answer that only need to be sent; empty for a turn that has to be thought about. */
  readonly unsent: readonly MessageRecord[]
  /**
   * What has joined since the last time, to be shown to the model at its next step. With `last` the answer is
   * complete: when nothing has joined, nothing will any more.
   */
  takeJoined(last: boolean): readonly MessageRecord[]
  /** Nothing joins any more, and what has joined unseen is no part of this: it becomes a question of its own. */
  finish(): void
  /** Puts what is known now about a message in the place of what was known before. */
  replace(message: MessageRecord): void
  /** Says that something happened: a turn without a sign of life is ended after a while. */
  touch(): void
}

export interface NewJob {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly messages: readonly MessageRecord[]
  readonly unsent?: readonly MessageRecord[]
  readonly ready: Promise<void>
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/** How often one turn is begun anew because more was said; then what comes waits its turn. */
const mostRestarts = 5
/** How often what joined makes the model think again after it had finished. */
const mostExtraSteps = 3

/** A turn that is under way: gathering its messages, waiting in its lane, or being answered. */
export class Job implements Question {
  readonly turn: TurnRecord
  readonly chat: ChatRecord
  readonly unsent: readonly MessageRecord[]
  /** Who began it. */
  readonly senderId: string
  /** When it began to gather. Monotonic milliseconds. */
  openedAt: number
  lastActiveAt: number
  phase: 'gathering' | 'queued' | 'running' = 'queued'
  /** Resolves when its messages are stored for good; nothing may act on them before. */
  ready: Promise<void>
  /** Called when its window closes; it then waits in its lane, unless it is there already. */
  onWindowClosed: (() => void) | null = null
  #messages: MessageRecord[]
  #joined: MessageRecord[] = []
  readonly #now: () => number
  #controller: AbortController | null = null
  #restartsLeft = mostRestarts
  #extraStepsLeft = mostExtraSteps
  #complete = false
  #again = false
  #stoppedInBetween: unknown = null

  constructor({ turn, chat, messages, unsent = [], ready, now }: NewJob) {
    this.turn = turn
    this.chat = chat
    this.unsent = unsent
    this.ready = ready
    this.#messages = [...messages]
    this.#now = now
    this.senderId = messages[0]?.senderId ?? ''
    this.openedAt = now()
    this.lastActiveAt = this.openedAt
  }

  get messages(): readonly MessageRecord[] {
    return this.#messages
  }

  /** Whether a message that comes now can still become part of what is answered. */
  get takesMore(): boolean {
    if (this.phase === 'gathering') return true
    return this.phase === 'running' && !this.isComplete && !this.isStopped
  }

  /** Whether all that is left to do is to say what is to be said. */
  get isComplete(): boolean {
    return this.#complete || this.unsent.length > 0
  }

  get canRestart(): boolean {
    return this.#restartsLeft > 0
  }

  get isStopped(): boolean {
    return this.#controller?.signal.aborted === true && !this.#again
  }

  add(message: MessageRecord, ready: Promise<void>): void {
    this.#messages.push(message)
    this.ready = ready
  }

  replace(message: MessageRecord): void {
    this.#messages = this.#messages.map((one) => (one.id === message.id ? message : one))
    this.#joined = this.#joined.map((one) => (one.id === message.id ? message : one))
  }

  /** Takes a message out that was recalled. False when it was not part of this. */
  remove(messageId: number): boolean {
    const before = this.#messages.length
    this.#messages = this.#messages.filter(({ id }) => id !== messageId)
    this.#joined = this.#joined.filter(({ id }) => id !== messageId)
    return this.#messages.length < before
  }

  /** A message that was added while it runs, for the model's next step. */
  join(message: MessageRecord): void {
    this.#joined.push(message)
  }

  takeJoined(last: boolean): readonly MessageRecord[] {
    if (last && (this.#joined.length === 0 || this.#extraStepsLeft === 0)) {
      this.finish()
      return []
    }
    if (last) this.#extraStepsLeft--
    return this.#joined.splice(0)
  }

  finish(): void {
    this.#complete = true
    const seen = this.#messages.filter((message) => !this.#joined.includes(message))
    // When all that was asked at first was recalled, what joined is the question.
    if (seen.length > 0) this.#messages = seen
    else this.#joined = []
  }

  /** What joined and was never shown to the model. */
  leftOver(): MessageRecord[] {
    this.finish()
    return this.#joined.splice(0)
  }

  /** Begins (again) to be answered; the signal ends this attempt. */
  begin(): AbortSignal {
    this.phase = 'running'
    this.#again = false
    this.#complete = false
    this.#joined = []
    this.#controller = new AbortController()
    this.touch()
    return this.#controller.signal
  }

  /** Ends the attempt that runs. False when none does, or it was ended already. */
  abort(reason: unknown): boolean {
    if (!this.#controller || this.isStopped) return false
    if (this.#again && reason !== quitting) this.#stoppedInBetween = reason
    this.#again = false
    this.#joined = []
    this.#controller.abort(reason)
    return true
  }

  /** Ends the attempt that runs, to begin anew with the messages as they are then. */
  restart(reason: unknown): void {
    if (!this.#controller || this.#controller.signal.aborted) return
    this.#restartsLeft--
    this.#again = true
    this.#controller.abort(reason)
  }

  /** It was stopped between two attempts. */
  abandon(): void {
    this.#again = false
    this.#joined = []
  }

  /** Why it was stopped while an attempt that was to be followed by another had not let go yet; null when it was not. */
  get stoppedInBetween(): unknown {
    return this.#stoppedInBetween
  }

  /** Whether the attempt that has just ended is to be followed by another. */
  get goesOn(): boolean {
    return this.#again
  }

  touch(): void {
    this.lastActiveAt = this.#now()
  }
}
