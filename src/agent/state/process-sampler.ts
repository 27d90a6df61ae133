import { stat, statfs } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProcessState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Topic } from '../kernel/topic.ts'

const shown = 60
/** Sizes on disk change slowly and cost a system call each. */
const diskEverySeconds = 10

/** Measures the process once a second. `received` is the running count of messages received since the start. */
export function startProcessSampler(
  life: Lifetime,
  options: {
    topic: Topic<ProcessState>
    clock: Clock
    databasePath: string
    dataDir: string
    received(): number
    /** Messages in the database. */
    stored(): number
  },
): void {
  const { topic, clock } = options
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  life.defer(() => void delay.disable())
  let cpu = process.cpuUsage()
  let at = clock.monotonic()
  let tick = 0
  const counts: number[] = []

  const sample = () => {
    const now = clock.monotonic()
    const used = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    const cpuPercent = now > at ? (used.user + used.system) / 10 / (now - at) : 0
    at = now
    // The monitor counts its own 20 ms interval as delay.
    const loopDelayMs = Math.max(0, delay.max / 1e6 - 20)
    delay.reset()
    counts.push(options.received())
    if (counts.length > shown + 1) counts.shift()
    const messagesPerMinute = (counts.at(-1) ?? 0) - (counts[0] ?? 0)
    const rssBytes = process.memoryUsage.rss()
    const { history } = topic.value
    topic.patch({
      rssBytes,
      cpuPercent,
      loopDelayMs,
      messages: options.stored(),
      messagesPerMinute,
      history: {
        rssBytes: appended(history.rssBytes, rssBytes),
        cpuPercent: appended(history.cpuPercent, cpuPercent),
        loopDelayMs: appended(history.loopDelayMs, loopDelayMs),
        messagesPerMinute: appended(history.messagesPerMinute, messagesPerMinute),
      },
    })
    if (tick++ % diskEverySeconds === 0) void sampleDisk()
  }

  async function sampleDisk(): Promise<void> {
    const sizes = await Promise.all(
      ['', '-wal'].map((suffix) =>
        stat(options.databasePath + suffix).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
    topic.set(
      'databaseBytes',
      sizes.reduce((sum, size) => sum + size, 0),
    )
    const disk = await statfs(options.dataDir).catch(() => null)
    topic.set('freeDiskBytes', disk && disk.bavail * disk.bsize)
  }

  life.defer(clock.every(1000, sample))
}

function appended(values: readonly number[], value: number): number[] {
  return [...values.slice(1 - shown), value]
}
