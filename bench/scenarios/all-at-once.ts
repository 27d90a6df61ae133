import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMs, memory } from '../process-usage.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const chats = 50
const perChat = 20
const messages = chats * perChat
/** A second reply to the same message may be late. */
const lateRepliesMs = 400

/** s2: twenty messages in each of fifty private chats, all at once. Cold: these people never wrote before. */
function allAtOnce(options: { warm: boolean }): Scenario {
  return async ({ stage }) => {
    await untilSettled(stage)
    if (options.warm) await stage.greet(Array.from({ length: chats }, (_, chat) => ({ user: 21_000 + chat })))
    const first = stage.ledger.next
    const cpu = cpuMs(stage.pid)
    const startedAt = performance.now()
    for (let index = 0; index < perChat; index++) {
      for (let chat = 0; chat < chats; chat++) stage.say({ user: 21_000 + chat, text: `消息 ${index}` })
    }
    await stage.ledger.drained(first)
    const ms = stage.ledger.lastReplyAt - startedAt
    await sleep(lateRepliesMs)
    const count = stage.ledger.count(first)
    return {
      numbers: {
        rate: (count.answered / ms) * 1000,
        cpuPerMessage: (cpuMs(stage.pid) - cpu) / messages,
        peak: memory(stage.pid).peak,
      },
      count,
    }
  }
}

export const allAtOnceWarm = allAtOnce({ warm: true })
export const allAtOnceCold = allAtOnce({ warm: false })
