import type { Clock } from '../kernel/clock.ts'

/** The time one call may take. */
export interface CallLimit {
  /** Aborted when the time is over, or with the turn. */
  readonly signal: AbortSignal
  readonly isOver: boolean
  /** Ends with what is waited for, or as soon as the signal is aborted: a tool that does not listen holds up nobody. */
  race<T>(work: T | Promise<T>): Promise<T>
  /** The same function, during which the time stands still: nobody is to answer in a hurry. */
  paused<A extends unknown[], T>(wait: (...input: A) => Promise<T>): (...input: A) => Promise<T>
  end(): void
}

/** @param ms null for no limit but that of the turn. */
export function callLimit(clock: Clock, ms: number | null, turn: AbortSignal): CallLimit {
  const controller = new AbortController()
  const signal = AbortSignal.any([turn, controller.signal])
  let left = ms ?? Number.POSITIVE_INFINITY
  let since = clock.monotonic()
  let waits = 0
  let cancel: () => void = () => undefined
  const run = () => {
    since = clock.monotonic()
    if (Number.isFinite(left))
      cancel = clock.after(left, () => controller.abort(new DOMException('Too slow', 'TimeoutError')))
  }
  const stop = () => {
    cancel()
    left = Math.max(0, left - (clock.monotonic() - since))
  }
  run()
  return {
    signal,
    get isOver() {
      return controller.signal.aborted
    },
    race: (work) =>
      new Promise((resolve, reject) => {
        const onAbort = () => reject(signal.reason)
        if (signal.aborted) onAbort()
        signal.addEventListener('abort', onAbort, { once: true })
        Promise.resolve(work)
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', onAbort))
      }),
    paused:
      (wait) =>
      async (...input) => {
        if (waits++ === 0) stop()
        try {
          return await wait(...input)
        } finally {
          if (--waits === 0 && !signal.aborted) run()
        }
      },
    end: () => cancel(),
  }
}
