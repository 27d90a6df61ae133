import { cpuMs } from '../process-usage.ts'
import { percentile } from '../statistics.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const messages = 200
const people = Array.from({ length: 20 }, (_, index) => ({ user: 20_000 + index }))

/** s1: one private message at a time, the next when the last was answered. */
export const oneAtATime: Scenario = async ({ stage }) => {
  await untilSettled(stage)
  await stage.greet(people)
  const first = stage.ledger.next
  const cpu = cpuMs(stage.pid)
  for (let index = 0; index < messages; index++) {
    await stage.ask({ user: 20_000 + (index % people.length), text: `你好，第 ${index} 个问题` })
  }
  const latencies = stage.ledger.latencies(first)
  return {
    numbers: {
      p50: percentile(latencies, 50),
      p95: percentile(latencies, 95),
      cpuPerMessage: (cpuMs(stage.pid) - cpu) / messages,
    },
    count: stage.ledger.count(first),
  }
}
