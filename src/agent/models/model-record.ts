import type { Problem } from '../../shared/problem.ts'
import type { ModelState } from '../../shared/provider.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import { Breaker } from './breaker.ts'

/** Calls over which the success rate is taken. */
const remembered = 50

interface ModelRecordOptions {
  /** Full name. */
  readonly name: string
  readonly clock: Clock
  readonly states: Topic<Record<string, ModelState>>
  /** What it is called in a sentence. */
  called(): string
  /** What is no longer sent to it, in words. */
  leftOut(): string[]
}

/** One call as its model's record follows it. */
export interface RecordedCall {
  /** A part of the answer came. */
  part(): void
  /**
   * An attempt is sent: what came before is void, and its time counts from now. Throws ProblemError `model.resting`
   * when the model went to rest while the call waited.
   */
  sent(): void
  /** What came is void; it is tried anew. */
  again(): void
  failed(error: unknown): void
  /** Must be called, however it ended. A call that failed nowhere and brought something went well. */
  over(): void
}

/** Keeps one model's row of the panel, and calls away from it while it rests. */
export class ModelRecord {
  readonly #options: ModelRecordOptions
  readonly #breaker: Breaker
  readonly #outcomes: boolean[] = []
  #outcome: 'unknown' | 'ok' | 'failing' = 'unknown'
  #problem: Problem | null = null
  #firstTokenMs: number | null = null
  #retired = false

  constructor(options: ModelRecordOptions) {
    this.#options = options
    this.#breaker = new Breaker(options.called, options.clock, () => this.show())
    this.show()
  }

  /** When its rest ends, in milliseconds since the epoch; null while it may be asked. */
  get restsUntil(): number | null {
    return this.#breaker.restsUntil
  }

  /**
   * Follows one call from now on. Throws ProblemError `model.resting` while the model rests.
   * @param kind a `trial` is let through in any case, and only its success counts for the rest.
   */
  begin(kind: 'call' | 'trial'): RecordedCall {
    const passage = kind === 'call' ? this.#breaker.enter() : null
    const { clock } = this.#options
    let startedAt = clock.monotonic()
    let firstTokenMs: number | null = null
    let counts = true
    return {
      part: () => {
        firstTokenMs ??= clock.monotonic() - startedAt
      },
      sent: () => {
        passage?.sent()
        startedAt = clock.monotonic()
        firstTokenMs = null
      },
      again: () => {
        firstTokenMs = null
      },
      failed: (error) => {
        counts = false
        if (isAbort(error)) return
        const problem = toProblem(error)
        // It was not asked: nothing was learnt about it.
        if (problem.code === 'model.resting') return
        passage?.failed(error)
        this.#ended(problem, firstTokenMs)
      },
      over: () => {
        passage?.left()
        if (!counts || firstTokenMs === null) return
        counts = false
        this.wake()
        this.#ended(null, firstTokenMs)
      },
    }
  }

  /** Ends its rest. */
  wake(): void {
    this.#breaker.wake()
  }

  /** Another address or key: what was known about its health no longer holds. */
  forgetHealth(): void {
    this.#outcome = 'unknown'
    this.#problem = null
    this.#breaker.wake()
    this.show()
  }

  /** Shows its row as it is now. */
  show(): void {
    if (this.#retired) return
    const { name, states } = this.#options
    const restsUntil = this.#breaker.restsUntil
    const successes = this.#outcomes.filter(Boolean).length
    states.set(name, {
      name,
      health: restsUntil === null ? this.#outcome : 'resting',
      problem: this.#problem,
      restsUntil,
      leftOut: this.#options.leftOut(),
      firstTokenMs: this.#firstTokenMs,
      successRate: this.#outcomes.length === 0 ? null : successes / this.#outcomes.length,
    })
  }

  /** Takes the row away; calls that still run no longer show. */
  retire(): void {
    this.#retired = true
    this.#breaker.close()
    this.#options.states.remove(this.#options.name)
  }

  /** Stops its timer and leaves the row as it is. */
  close(): void {
    this.#breaker.close()
  }

  #ended(problem: Problem | null, firstTokenMs: number | null): void {
    this.#outcomes.push(problem === null)
    if (this.#outcomes.length > remembered) this.#outcomes.shift()
    this.#outcome = problem === null ? 'ok' : 'failing'
    this.#problem = problem
    if (firstTokenMs !== null) this.#firstTokenMs = Math.round(firstTokenMs)
    this.show()
  }
}
