import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { UsageBoard } from '../../../src/agent/state/usage-board.ts'
import type { ModelCallRecord, UsageToday } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'

const call: ModelCallRecord = {
  at: 0,
  purpose: 'chat',
  model: 'local/qwen',
  firstTokenMs: 1,
  totalMs: 2,
  inputTokens: 100,
  cachedTokens: 60,
  outputTokens: 20,
  reasoningTokens: 0,
  estimated: false,
  problem: null,
}

async function boardOf() {
  const storage = await openTestStorage()
  const clock = createFakeClock(new Date(2026, 10, 22, 23, 50).getTime())
  const usage = new Topic<UsageToday>({
    day: '',
    calls: 0,
    failedCalls: 0,
    replies: 0,
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
  })
  const start = () => new UsageBoard(usage, storage, clock)
  return { storage, clock, usage, start, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() }
}

it('counts along what the store counts, and goes on there after a restart', async () => {
  await using at = await boardOf()
  const board = at.start()
  board.load()
  for (const one of [call, { ...call, problem: { code: 'x', message: '坏了', hint: '' } }]) {
    const record = { ...one, at: at.clock.now() }
    at.storage.modelCalls.insert({ ...record, chatId: 1, turnId: 1 })
    board.add(record)
  }
  const chatId = at.storage.chats.at(addressOf(), '小明').id
  const messageId = at.storage.messages.insert(saidBy({ chatId })).id
  const turn = at.storage.turns.insert({ chatId, messageId, reason: 'private', receivedAt: at.clock.now() })
  at.storage.turns.end({ ...turn, outcome: 'replied', endedAt: at.clock.now() })
  board.addReply()
  const counted = { ...at.usage.value }
  expect(counted).toMatchObject({
    day: '2026-11-22',
    calls: 2,
    failedCalls: 1,
    replies: 1,
    inputTokens: 200,
    outputTokens: 40,
  })
  at.usage.patch({ calls: 0, failedCalls: 0, replies: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 })
  at.start().load()
  expect(at.usage.value).toEqual(counted)
})

it('begins at zero on a new day', async () => {
  await using at = await boardOf()
  const board = at.start()
  board.load()
  board.add(call)
  board.addReply()
  at.clock.advance(20 * 60_000)
  board.addReply()
  expect(at.usage.value).toMatchObject({ day: '2026-11-23', calls: 0, replies: 1, inputTokens: 0 })
})
