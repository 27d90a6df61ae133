import type { Problem } from '../../shared/problem.ts'
import type { ProviderState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'

/** Calls over which the success rate is taken. */
const remembered = 100

/** Keeps one provider's row of the panel: how its calls ended, how fast they were, how many run. */
export class ProviderRecord {
  readonly #clock: Clock
  readonly #states: Topic<Record<string, ProviderState>>
  readonly #outcomes: boolean[] = []
  #state: ProviderState
  #retired = false

  constructor(
    id: string,
    title: string,
    parts: { clock: Clock; states: Topic<Record<string, ProviderState>> },
  ) {
    this.#clock = parts.clock
    this.#states = parts.states
    this.#state = {
      id,
      title,
      health: 'unknown',
      problem: null,
      running: 0,
      waiting: 0,
      successRate: null,
      firstTokenMs: null,
      lastCallAt: null,
    }
    this.#publish({})
  }

  /** Shows how many calls run and wait. */
  load(running: number, waiting: number): void {
    if (running === this.#state.running && waiting === this.#state.waiting) return
    this.#publish({ running, waiting })
  }

  rename(title: string): void {
    if (title !== this.#state.title) this.#publish({ title })
  }

  /** Another address or key: what was known about its health no longer holds. */
  forgetHealth(): void {
    this.#publish({ health: 'unknown', problem: null })
  }

  /** Takes the row away; calls that still run no longer show. */
  retire(): void {
    this.#retired = true
    this.#states.remove(this.#state.id)
  }

  /**
   * Follows one call from the moment it is sent. It succeeded when it is `over` without having failed and a
   * part of the answer had come: a reader may have heard enough. One that was stopped counts as neither.
   */
  begin(): { part(): void; failed(error: unknown): void; over(): void } {
    const startedAt = this.#clock.monotonic()
    let firstTokenMs: number | null = null
    let counts = true
    return {
      part: () => {
        firstTokenMs ??= this.#clock.monotonic() - startedAt
      },
      failed: (error) => {
        counts = false
        if (!isAbort(error)) this.#ended(toProblem(error), firstTokenMs)
      },
      over: () => {
        if (counts && firstTokenMs !== null) this.#ended(null, firstTokenMs)
      },
    }
  }

  #ended(problem: Problem | null, firstTokenMs: number | null): void {
    this.#outcomes.push(problem === null)
    if (this.#outcomes.length > remembered) this.#outcomes.shift()
    const successes = this.#outcomes.filter(Boolean).length
    this.#publish({
      health: problem === null ? 'ok' : 'failing',
      problem,
      successRate: successes / this.#outcomes.length,
      firstTokenMs: firstTokenMs === null ? this.#state.firstTokenMs : Math.round(firstTokenMs),
      lastCallAt: this.#clock.now(),
    })
  }

  #publish(fields: Partial<ProviderState>): void {
    this.#state = { ...this.#state, ...fields }
    if (!this.#retired) this.#states.set(this.#state.id, this.#state)
  }
}
