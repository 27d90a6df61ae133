import { cpuMs } from '../process-usage.ts'
import { untilFirstAnswer } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

/** start: from the birth of the process to its first answer. */
export const start: Scenario = async ({ stage }) => {
  const first = stage.ledger.next
  const { connectedMs, answeredMs, firstAnswered } = await untilFirstAnswer(stage)
  const cpu = cpuMs(stage.pid)
  await stage.ledger.drained(first, 1000)
  return { numbers: { connectedMs, answeredMs, cpu, firstAnswered }, count: stage.ledger.count(first) }
}
