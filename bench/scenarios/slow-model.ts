import { untilSettled } from './first-answer.ts'
import type { Scenario } from './scenario.ts'

const chats = 100
const modelMs = 500

/** s3: a hundred chats ask a model that takes half a second, all at once. */
export const slowModel: Scenario = async ({ stage }) => {
  await untilSettled(stage)
  await stage.greet(Array.from({ length: chats }, (_, chat) => ({ user: 23_000 + chat })))
  stage.model.delayMs = modelMs
  const first = stage.ledger.next
  const startedAt = performance.now()
  for (let chat = 0; chat < chats; chat++) stage.say({ user: 23_000 + chat, text: '慢慢想' })
  await stage.ledger.drained(first)
  return {
    numbers: {
      overIdeal: stage.ledger.lastReplyAt - startedAt - modelMs,
      modelCalls: stage.model.mostAtOnce,
    },
    count: stage.ledger.count(first),
  }
}
