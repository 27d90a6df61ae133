import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMs, memory } from '../process-usage.ts'
import type { Stage } from '../stage.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const groups = 20
const noise = 5000
const chatter = [
  '今天晚上吃什么',
  '哈哈哈哈哈',
  '这个版本又更新了',
  '有人一起打游戏吗',
  '图呢图呢',
  '草',
  '6',
]
/** What is done later, at leisure, is part of the price. */
const leisureMs = 1000

/** s4: five thousand group messages that nobody is asked in, and one @ in each group behind them. */
export const groupNoise: Scenario = async ({ stage }) => {
  await untilSettled(stage)
  await stage.greet(
    Array.from({ length: groups }, (_, group) => ({
      group: 900_000 + group,
      user: 31_000 + group,
      at: true,
    })),
  )
  chat(stage, 1000)
  const warmUp = stage.ledger.next
  ask(stage)
  await stage.ledger.drained(warmUp)
  await sleep(leisureMs)

  const first = stage.ledger.next
  const before = { cpu: cpuMs(stage.pid), rss: memory(stage.pid).rss }
  const startedAt = performance.now()
  chat(stage, noise)
  ask(stage)
  await stage.ledger.drained(first)
  const drainMs = stage.ledger.lastReplyAt - startedAt
  await sleep(leisureMs)
  return {
    numbers: {
      cpuPerThousand: (cpuMs(stage.pid) - before.cpu) / ((noise + groups) / 1000),
      drainMs,
      growth: memory(stage.pid).rss - before.rss,
    },
    count: stage.ledger.count(first),
  }
}

function chat(stage: Stage, messages: number): void {
  for (let index = 0; index < messages; index++) {
    const said = {
      group: 900_000 + (index % groups),
      user: 30_000 + ((index * 7) % 1000),
      text: chatter[index % chatter.length] ?? '',
    }
    stage.say(said, false)
  }
}

function ask(stage: Stage): void {
  for (let group = 0; group < groups; group++) {
    stage.say({ group: 900_000 + group, user: 31_000 + group, text: '机器人在吗', at: true })
  }
}
