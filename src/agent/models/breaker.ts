import type { Problem } from '../../shared/problem.ts'
import type { Clock } from '../kernel/clock.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import { ModelError } from './model-error.ts'

const failuresBeforeRest = 5
const firstRestMs = 30_000
const longestRestMs = 300_000

/** What does not mend itself: a few tries are enough, and it is looked at again every now and then. */
const lasting: ReadonlySet<string> = new Set(['model.auth', 'model.balance', 'model.not-found'])
const lastingBeforeRest = 3
const lastingRestMs = 60_000

/** A pause as long as this that a vendor asks for is kept by everybody; shorter ones are waited for. */
const requestedRestMs = 30_000

/** And no longer than this, whatever was asked for: then one call looks whether it still holds. */
const longestRequestedMs = 3_600_000

/** The endpoint is well and answers; it was the request that it did not like. */
const requestsOwn: ReadonlySet<string> = new Set([
  'model.bad-request',
  'model.bad-picture',
  'model.no-pictures',
  'model.too-large',
  'model.filtered',
  'model.endless',
  'model.unknown',
  'model.kind',
])

interface Rest {
  /** By the monotonic clock. */
  readonly until: number
  /** Milliseconds since the epoch. */
  readonly ends: number
  readonly cause: Problem
}

/** One call that was let through; the breaker is told when it failed, woken when it went well. */
interface Passage {
  /** To be called when the call's turn has come: throws like `enter` when a rest has begun since. */
  sent(): void
  failed(error: unknown): void
  /** Must be called, however it ended. */
  left(): void
}

/** Keeps calls away from a model that fails again and again. When its rest is over, one call tries it out. */
export class Breaker {
  readonly #called: () => string
  readonly #clock: Clock
  readonly #onChange: () => void
  /** Failures since the last success, and how many of them, without a break up to the last, were lasting ones. */
  #failures = 0
  #lasting = 0
  #restMs = 0
  #rest: Rest | null = null
  #trying = false
  #stopTimer = () => {}

  /**
   * @param called what the model is called in a sentence.
   * @param onChange called when a rest begins or ends.
   */
  constructor(called: () => string, clock: Clock, onChange: () => void) {
    this.#called = called
    this.#clock = clock
    this.#onChange = onChange
  }

  /** When its rest ends, in milliseconds since the epoch; null while it may be asked. */
  get restsUntil(): number | null {
    return this.#rest && this.#rest.until > this.#clock.monotonic() ? this.#rest.ends : null
  }

  /** Lets a call through; throws ProblemError `model.resting` while it rests, or while another call tries it out. */
  enter(): Passage {
    let trial = this.#admit()
    return {
      sent: () => {
        trial ||= this.#admit()
      },
      failed: (error) => {
        if (trial || this.#rest === null) this.#failed(error, trial)
      },
      left: () => {
        if (trial) this.#trying = false
      },
    }
  }

  /** Ends the rest and forgets the failures. */
  wake(): void {
    this.#failures = 0
    this.#lasting = 0
    this.#restMs = 0
    this.#stopTimer()
    if (!this.#rest) return
    this.#rest = null
    this.#onChange()
  }

  /** Stops its timer. */
  close(): void {
    this.#stopTimer()
  }

  /** True when the rest is over and this call is the one that tries it out. */
  #admit(): boolean {
    const rest = this.#rest
    if (!rest) return false
    const leftMs = rest.until - this.#clock.monotonic()
    if (leftMs > 0 || this.#trying) throw restingProblem(this.#called(), rest.cause, leftMs)
    this.#trying = true
    return true
  }

  #failed(error: unknown, trial: boolean): void {
    const cause = toProblem(error)
    if (requestsOwn.has(cause.code)) {
      if (trial) this.wake()
      return
    }
    this.#failures++
    this.#lasting = lasting.has(cause.code) ? this.#lasting + 1 : 0
    const restMs = this.#restAfter(error, trial)
    if (restMs === null) return
    this.#rest = { until: this.#clock.monotonic() + restMs, ends: this.#clock.now() + restMs, cause }
    this.#stopTimer()
    this.#stopTimer = this.#clock.after(restMs, this.#onChange)
    this.#onChange()
  }

  #restAfter(error: unknown, trial: boolean): number | null {
    const requested = error instanceof ModelError ? error.retryAfterMs : null
    if (requested !== null && requested > requestedRestMs) return Math.min(requested, longestRequestedMs)
    if (this.#lasting >= lastingBeforeRest || (trial && this.#lasting > 0)) return lastingRestMs
    if (!trial && this.#failures < failuresBeforeRest) return null
    this.#restMs = Math.min(longestRestMs, this.#restMs === 0 ? firstRestMs : this.#restMs * 2)
    return this.#restMs
  }
}

function restingProblem(name: string, cause: Problem, leftMs: number): ProblemError {
  const seconds = Math.ceil(leftMs / 1000)
  const left = seconds > 0 ? `还要歇 ${seconds} 秒` : '正在试着再问它一次'
  return new ProblemError({
    code: 'model.resting',
    message: `${name} 连着出错，${left}`,
    hint: `上次是：${cause.message}${cause.hint && `；${cause.hint}`}`,
  })
}
