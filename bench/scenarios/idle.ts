import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMs, memory } from '../process-usage.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const watchedSeconds = 3

/** idle: what the process holds and does when nobody speaks. */
export const idle: Scenario = async ({ stage }) => {
  await untilSettled(stage)
  const { rss } = memory(stage.pid)
  const cpu = cpuMs(stage.pid)
  await sleep(watchedSeconds * 1000)
  return {
    numbers: { rss, cpuPerSecond: (cpuMs(stage.pid) - cpu) / watchedSeconds },
    count: stage.ledger.count(stage.ledger.next),
  }
}
