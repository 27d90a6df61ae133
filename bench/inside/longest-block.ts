import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

const resolutionMs = 1

/** Does something and tells the longest time for which this thread was blocked meanwhile, in milliseconds. */
export async function longestBlockOf<T>(work: () => Promise<T>): Promise<{ result: T; block: number }> {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  // What is measured from a timer on: the first interval begins with one.
  await sleep(5 * resolutionMs)
  delay.reset()
  const result = await work()
  await sleep(5 * resolutionMs)
  delay.disable()
  return { result, block: delay.max / 1e6 }
}
