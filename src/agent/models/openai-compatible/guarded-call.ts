import type { Provider } from '../../../shared/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import { isAbort, ProblemError } from '../../kernel/problem.ts'
import { brokenProblem, type CallTarget, lateProblem } from './errors.ts'
import { watchAnswer } from './time-limits.ts'

/** One exchange with a vendor, as the code that reads its answer sees it. */
export interface Call {
  readonly target: CallTarget
  readonly clock: Clock
  /** Aborted by the caller, or with the problem of the limit that was passed. */
  readonly signal: AbortSignal
  /** Tells the limits that the first part of the answer is there. */
  started(): void
  /** Tells the limits that something came. */
  alive(): void
}

/**
 * Runs one exchange under its limits. Whatever goes wrong comes out as a ProblemError (`model.*`),
 * an abort as an AbortError; only bugs pass as they are.
 */
export async function* guardCall<T>(
  options: { target: CallTarget; clock: Clock; timeouts: Provider['timeouts']; signal: AbortSignal },
  exchange: (call: Call) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const { target, clock, timeouts, signal } = options
  throwIfAborted(signal)
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const watch = watchAnswer({
    clock,
    firstTokenMs: timeouts.firstTokenSeconds * 1000,
    silenceMs: timeouts.silenceSeconds * 1000,
    onLate(kind) {
      const seconds = kind === 'first-token' ? timeouts.firstTokenSeconds : timeouts.silenceSeconds
      controller.abort(lateProblem(target, kind, seconds))
    },
  })
  try {
    yield* exchange({
      target,
      clock,
      signal: controller.signal,
      started: watch.started,
      alive: watch.alive,
    })
  } catch (error) {
    throwIfAborted(signal)
    if (error instanceof ProblemError) throw error
    throw brokenProblem(target, error, timeouts.connectSeconds) ?? error
  } finally {
    watch.stop()
    signal.removeEventListener('abort', onAbort)
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  if (isAbort(signal.reason)) throw signal.reason
  throw new DOMException('The call was stopped', 'AbortError')
}
