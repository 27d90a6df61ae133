import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into what is measured with `--import`: on SIGUSR2 it writes the longest time for which the main thread was
 * blocked since the last one, in milliseconds, into the file that BENCH_LOOP_FILE names.
 */
const { BENCH_LOOP_FILE: file } = process.env
if (isMainThread && file) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  process.on('SIGUSR2', () => {
    // There when it is whole.
    writeFileSync(`${file}.part`, String(delay.max / 1e6))
    renameSync(`${file}.part`, file)
    delay.reset()
  })
}
