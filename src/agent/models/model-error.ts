import type { Problem } from '../../shared/problem.ts'
import { ProblemError } from '../kernel/problem.ts'

/** Failures that may be gone a moment later. */
const passing: ReadonlySet<string> = new Set([
  'model.timeout.connect',
  'model.timeout.first-token',
  'model.timeout.silence',
  'model.timeout.server',
  'model.dns',
  'model.refused',
  'model.proxy',
  'model.cut',
  'model.rate-limit',
  'model.server',
])

interface Facts {
  /** HTTP status of a refusal. */
  readonly status?: number | undefined
  /** How long the vendor asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** Whether the same request may go well a moment later; by default what its code says. */
  readonly passing?: boolean
}

/** A failed call to a model, with what decides about repeating it. */
export class ModelError extends ProblemError {
  readonly status: number | null
  readonly retryAfterMs: number | null
  readonly passing: boolean

  constructor(problem: Omit<Problem, 'hint'> & { hint?: string }, facts: Facts = {}, options?: ErrorOptions) {
    super(problem, options)
    this.status = facts.status ?? null
    this.retryAfterMs = facts.retryAfterMs ?? null
    this.passing = facts.passing ?? passing.has(problem.code)
  }
}
