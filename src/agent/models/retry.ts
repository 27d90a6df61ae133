import type { Provider } from '../../shared/config.ts'
import { ModelError } from './model-error.ts'

const longestDelayMs = 10_000

/** A vendor that wants a longer pause is left alone: somebody else can answer sooner. */
const longestRequestedMs = 30_000

/** The part by which a delay is longer or shorter (never shorter than a vendor asked for), so that calls that failed together do not return together. */
const jitter = 0.1

/**
 * How many milliseconds to wait before one more attempt; null when there is none.
 * @param made attempts so far, at least 1.
 * @param random from 0 up to 1.
 */
export function waitBeforeRetry(
  error: unknown,
  made: number,
  { attempts, delaySeconds }: Provider['retry'],
  random: () => number,
): number | null {
  if (made >= attempts || !(error instanceof ModelError) || !error.passing) return null
  if (error.retryAfterMs !== null) {
    if (error.retryAfterMs > longestRequestedMs) return null
    return Math.round(error.retryAfterMs * (1 + jitter * random()))
  }
  const delay = delaySeconds * 1000 * 2 ** (made - 1)
  return Math.round(Math.min(longestDelayMs, delay * (1 + jitter * (2 * random() - 1))))
}

/** The failure with which the last of several attempts ended; it says how many there were. */
export function afterAttempts(error: unknown, made: number): unknown {
  if (made === 1 || !(error instanceof ModelError)) return error
  const { status, retryAfterMs, passing, problem } = error
  return new ModelError(
    { ...problem, message: `${problem.message}，试了 ${made} 次` },
    { status: status ?? undefined, retryAfterMs: retryAfterMs ?? undefined, passing },
    { cause: error },
  )
}
