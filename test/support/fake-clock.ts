import type { Clock } from '../../src/agent/kernel/clock.ts'

export interface FakeClock extends Clock {
  /** Moves time by `ms`, running every timer that falls due, in order. */
  advance(ms: number): void
  /** The same, but lets promises and sockets settle before and after each timer. */
  advanceAsync(ms: number): Promise<void>
  /** Timers that still wait; zero proves that a part cleaned up after itself. */
  readonly timers: number
}

interface Timer {
  due: number
  readonly order: number
  readonly period: number | null
  readonly run: () => void
}

/** A clock that stands still until a test moves it. `start` is milliseconds since the epoch. */
export function createFakeClock(start = Date.UTC(2025, 11, 11, 6, 0, 0)): FakeClock {
  const timers = new Set<Timer>()
  let elapsed = 0
  let order = 0

  const add = (ms: number, period: number | null, run: () => void) => {
    const timer: Timer = { due: elapsed + Math.max(0, ms), order: order++, period, run }
    timers.add(timer)
    return () => {
      timers.delete(timer)
    }
  }

  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) {
      if (timer.due > until) continue
      if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer
    }
    return next
  }

  const fire = (timer: Timer) => {
    elapsed = Math.max(elapsed, timer.due)
    if (timer.period === null) timers.delete(timer)
    else timer.due += timer.period
    timer.run()
  }

  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    after: (ms, run) => add(ms, null, run),
    // A period of zero would never let `advance` end.
    every: (ms, run) => add(Math.max(1, ms), Math.max(1, ms), run),
    advance(ms) {
      const until = elapsed + ms
      for (let timer = nextDue(until); timer; timer = nextDue(until)) fire(timer)
      elapsed = until
    },
    async advanceAsync(ms) {
      const until = elapsed + ms
      await settle()
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        fire(timer)
        await settle()
      }
      elapsed = until
      await settle()
    },
    get timers() {
      return timers.size
    },
  }
}

/** Lets everything that is already on its way arrive: promises, and a few rounds of the event loop. */
export async function settle(rounds = 5): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve))
}
