import type { AsksState, Waiting } from '../../../shared/tools.ts'
import { goesOnLater } from '../../kernel/aborts.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { ProblemError, toProblem } from '../../kernel/problem.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { StoredWaiting, WaitingEnd, WaitingRows } from './stored.ts'

export interface OpenWaitingsParts {
  readonly clock: Clock
  readonly log: Log
  readonly topic: Topic<AsksState>
  readonly waitings: WaitingRows
  /** Resolves when everything written so far would survive; rejects when it was lost. */
  committed(): Promise<void>
  /** Whether a turn of an earlier run is taken up again, so that somebody will wait for what it asked. */
  turnGoesOn(turnId: number): boolean
}

interface Open {
  readonly row: StoredWaiting
  readonly cancel: () => void
  readonly waiters: Set<(end: WaitingEnd) => void>
}

/** Ended ones that are remembered: an attempt that is begun anew asks for them again. */
const keptEnded = 500

/** Everything that waits for a person, with its time, stored and shown. */
export class OpenWaitings {
  readonly #parts: OpenWaitingsParts
  /** Oldest first. */
  readonly #open = new Map<string, Open>()
  readonly #ended = new Map<string, StoredWaiting>()

  constructor(parts: OpenWaitingsParts) {
    this.#parts = parts
  }

  /** Oldest first. */
  list(): Waiting[] {
    return [...this.#open.values()].map(({ row }) => row.waiting)
  }

  get(id: string): Waiting | null {
    return this.#open.get(id)?.row.waiting ?? null
  }

  /**
   * Takes up what the last run left: what is over by now ends, what a turn will ask for again is remembered, and
   * everything else is forgotten.
   */
  load(): void {
    const { waitings, clock, turnGoesOn } = this.#parts
    for (const row of waitings.all()) {
      const { id, turnId, until } = row.waiting
      const wanted = turnId !== null && turnGoesOn(turnId)
      if (row.state !== 'waiting') {
        if (wanted) this.#remember(row)
        else waitings.forget(id)
      } else if (wanted && until > clock.now()) this.#hold(row)
      else {
        const end: WaitingEnd = { ...unanswered, state: wanted ? 'expired' : 'cancelled' }
        waitings.settle(id, end)
        if (wanted) this.#remember({ ...row, ...end })
      }
    }
    this.#show()
  }

  /** The first one of a call that fits, open or ended by now. */
  find(turnId: number | null, callId: number | null, fits: (waiting: Waiting) => boolean): Waiting | null {
    if (turnId === null || callId === null) return null
    for (const row of [...this.#ended.values(), ...[...this.#open.values()].map((open) => open.row)]) {
      const same = row.waiting.turnId === turnId && row.callId === callId
      if (same && row.state !== 'cancelled' && fits(row.waiting)) return row.waiting
    }
    return null
  }

  /** Stores and shows one. Rejects when it could not be stored: then nobody may be asked. */
  async add(waiting: Waiting, callId: number | null): Promise<void> {
    const { waitings, committed } = this.#parts
    waitings.insert(waiting, callId)
    this.#hold({ waiting, callId, state: 'waiting', ...unanswered })
    this.#show()
    try {
      await committed()
    } catch (error) {
      this.#drop(waiting.id)
      throw error
    }
  }

  /**
   * Resolves with how it ends, or at once when it has. Rejects when the signal is aborted: it is cancelled then,
   * unless the turn goes on later, after a start or as it is begun anew, and asks for it again.
   */
  wait(id: string, signal: AbortSignal): Promise<WaitingEnd> {
    const ended = this.#ended.get(id)
    if (ended && ended.state !== 'waiting') return Promise.resolve({ ...ended, state: ended.state })
    return new Promise((resolve, reject) => {
      const open = this.#open.get(id)
      if (!open) return reject(notWaiting)
      const done = (end: WaitingEnd) => {
        signal.removeEventListener('abort', onAbort)
        resolve(end)
      }
      const onAbort = () => {
        open.waiters.delete(done)
        const isKept = goesOnLater(signal) && open.row.waiting.turnId !== null
        if (!isKept) void this.end(id, { ...unanswered, state: 'cancelled' })
        reject(signal.reason)
      }
      open.waiters.add(done)
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Keeps an answer, and then hands it on. Throws `asks.over`; what could not be stored goes on waiting. */
  async answer(id: string, answer: unknown, decidedBy: string): Promise<void> {
    const open = this.#drop(id)
    if (!open) throw notWaiting
    const end: WaitingEnd = { state: 'answered', answer, decidedBy }
    try {
      this.#parts.waitings.settle(id, end)
      await this.#parts.committed()
    } catch (error) {
      this.#hold(open.row, open.waiters)
      this.#show()
      throw error
    }
    this.#finish(open, end)
  }

  /** Ends one without an answer; nothing when it is over. Also where that cannot be stored: no answer allows nothing. */
  end(id: string, end: WaitingEnd): void {
    const open = this.#drop(id)
    if (!open) return
    try {
      this.#parts.waitings.settle(id, end)
    } catch (error) {
      this.#parts.log.warn('没能记下一个问题已经结束', { problem: toProblem(error) })
    }
    this.#finish(open, end)
  }

  /** A turn has ended: nobody waits for what it asked, and nobody is to answer it. */
  endAll(turnId: number): void {
    for (const { id } of this.list().filter((waiting) => waiting.turnId === turnId))
      this.end(id, { ...unanswered, state: 'cancelled' })
  }

  close(): void {
    for (const { cancel } of this.#open.values()) cancel()
    this.#open.clear()
  }

  #finish({ row, waiters }: Open, end: WaitingEnd): void {
    this.#remember({ ...row, ...end })
    for (const done of [...waiters]) done(end)
  }

  #remember(row: StoredWaiting): void {
    this.#ended.set(row.waiting.id, row)
    const [oldest] = this.#ended.size > keptEnded ? this.#ended.keys() : []
    if (oldest !== undefined) this.#ended.delete(oldest)
  }

  #hold(row: StoredWaiting, waiters: Open['waiters'] = new Set()): void {
    const { clock } = this.#parts
    const { id, until } = row.waiting
    const cancel = clock.after(Math.max(0, until - clock.now()), () =>
      this.end(id, { ...unanswered, state: 'expired' }),
    )
    this.#open.set(id, { row, cancel, waiters })
  }

  #drop(id: string): Open | null {
    const open = this.#open.get(id)
    if (!open) return null
    open.cancel()
    this.#open.delete(id)
    this.#show()
    return open
  }

  #show(): void {
    this.#parts.topic.set('waiting', this.list())
  }
}

export const unanswered = { answer: undefined, decidedBy: null } as const

/** Thrown for what does not wait (any more). */
export const notWaiting = new ProblemError({
  code: 'asks.over',
  message: '没有这件在等的事：有人回答过了，时间到了，或者那个回答停下了',
  hint: '发 #待审批 看看还有什么在等',
})
