import { setFlagsFromString } from 'node:v8'
import type { Worker } from 'node:worker_threads'

/**
 * V8 thresholds for making code fast. By default a function is interpreted for its first 400 calls; a bot calls few
 * functions, and those for months, so that only makes its first hundreds of answers slow.
 */
const early = [
  '--invocation-count-for-maglev=10',
  '--minimum-invocations-after-ic-update=5',
  '--no-lazy-feedback-allocation',
  '--always-sparkplug',
]
const usual = [
  '--invocation-count-for-maglev=400',
  '--minimum-invocations-after-ic-update=500',
  '--lazy-feedback-allocation',
  '--no-always-sparkplug',
]

/**
 * Makes V8 optimize from now on what is called often, not only what is called very often: measured, a third less time
 * for each of the first thousand answers (docs/BENCHMARKS.md). Called after the start, whose code runs only once. A
 * thread starts with the usual thresholds, for the same reason: with others it takes twice as long.
 */
export function optimizeEarly(): void {
  let starting = 0
  set(early)
  process.on('worker', (worker: Worker) => {
    if (starting++ === 0) set(usual)
    let isUp = false
    const up = () => {
      if (isUp) return
      isUp = true
      if (--starting === 0) set(early)
    }
    worker.once('message', up)
    worker.once('exit', up)
  })
}

function set(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag)
}
