import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { UsageBoard } from '../../../src/agent/state/usage-board.ts'
import type { NewModelCall } from '../../../src/agent/storage/model-calls.ts'
import { Config } from '../../../src/shared/config.ts'
import { noUsage, type UsageToday } from '../../../src/shared/costs.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { callOf } from '../storage/calls.ts'

const owner = '10086'

async function boardOf(budget: object = {}) {
  const storage = await openTestStorage()
  const clock = createFakeClock(new Date(2026, 10, 22, 23, 50).getTime())
  const usage = new Topic<UsageToday>({ ...noUsage, day: '', replies: 0, budgets: [] })
  let limits = Config.parse({ budget }).budget
  const start = () =>
    new UsageBoard(usage, { storage, clock, budget: () => limits, isOwner: (person) => person === owner })
  const chatId = storage.chats.at(addressOf('group', '30001'), '三人群').id
  const messageId = storage.messages.insert(saidBy({ chatId, at: clock.now() })).id
  const turn = storage.turns.insert({ chatId, messageId, reason: 'mention', receivedAt: clock.now() })
  return {
    storage,
    clock,
    usage,
    start,
    chatId,
    turn,
    call: (fields: Partial<NewModelCall> = {}) =>
      callOf({ at: clock.now(), chatId, turnId: turn.id, ...fields }),
    setBudget: (next: object) => {
      limits = Config.parse({ budget: next }).budget
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

it('counts along what the store counts, and goes on there after a restart', async () => {
  await using at = await boardOf({ day: 1, chat: 1, person: 0.6 })
  const board = at.start()
  board.load()
  const problem = { code: 'x', message: '坏了', hint: '' }
  const calls = [
    at.call({ cost: 0.5, reasoningTokens: 7 }),
    at.call({ problem, cost: null, estimated: true }),
    at.call({ person: '20002', turnId: null }),
  ]
  for (const one of calls) {
    at.storage.modelCalls.insert(one)
    board.add(one)
  }
  at.storage.turns.end({ ...at.turn, outcome: 'replied', endedAt: at.clock.now() })
  board.addReply()
  const counted = structuredClone({ ...at.usage.value })
  expect(counted).toEqual({
    day: '2026-11-22',
    calls: 3,
    failedCalls: 1,
    unpriced: 1,
    estimated: 1,
    replies: 1,
    inputTokens: 300,
    cachedTokens: 180,
    outputTokens: 60,
    reasoningTokens: 17,
    cost: 0.75,
    budgets: [{ scope: 'person', key: '20001', title: '小明', spent: 0.5, limit: 0.6 }],
  })
  expect(board.spending(at.chatId, '20001')).toEqual({ day: 0.75, chat: 0.75, person: 0.5 })
  at.usage.patch({ ...noUsage, replies: 0, budgets: [] })
  const again = at.start()
  again.load()
  expect(at.usage.value).toEqual(counted)
  expect(again.spending(at.chatId, '20001')).toEqual({ day: 0.75, chat: 0.75, person: 0.5 })
  expect(again.spending(99, '29999')).toEqual({ day: 0.75, chat: 0, person: 0 })
})

it('begins at zero on a new day, and leaves to the old one what began there', async () => {
  await using at = await boardOf({ day: 0.2 })
  const board = at.start()
  board.load()
  const late = at.call()
  board.add(at.call())
  board.addReply()
  expect(at.usage.value.budgets).toHaveLength(1)
  at.clock.advance(20 * 60_000)
  expect(board.spending(at.chatId, '20001')).toEqual({ day: 0, chat: 0, person: 0 })
  board.addReply()
  board.add(late)
  expect(at.usage.value).toEqual({ ...noUsage, day: '2026-11-23', replies: 1, budgets: [] })
})

it('has nothing of yesterday left when it tells that the day is another', async () => {
  await using at = await boardOf({ day: 0.2 })
  const board = at.start()
  board.load()
  board.add(at.call())
  const told: unknown[] = []
  at.usage.subscribe((key) => {
    if (key === 'day') told.push(structuredClone({ ...at.usage.value }))
  })
  at.clock.advance(20 * 60_000)
  board.review()
  expect(told).toEqual([{ ...noUsage, day: '2026-11-23', replies: 0, budgets: [] }])
})

it('shows the budgets of which 80 % is spent, that of the day first, and none of an owner', async () => {
  await using at = await boardOf({ day: 5, chat: 2, person: 1 })
  const board = at.start()
  board.load()
  board.add(at.call({ cost: 1.59, person: owner }))
  expect(at.usage.value.budgets).toEqual([])
  board.add(at.call({ cost: 0.5 }))
  expect(at.usage.value.budgets).toEqual([
    { scope: 'chat', key: String(at.chatId), title: '三人群', spent: 2.09, limit: 2 },
  ])
  board.add(at.call({ cost: 2, chatId: null, person: '20001' }))
  expect(at.usage.value.budgets.map(({ scope, title, spent }) => [scope, title, spent])).toEqual([
    ['day', '', 4.09],
    ['chat', '三人群', 2.09],
    ['person', '小明', 2.5],
  ])
  at.setBudget({ day: 100, chat: 0, person: 0 })
  board.review()
  expect(at.usage.value.budgets).toEqual([])
})

it('tells of nothing new when a call cost nothing', async () => {
  await using at = await boardOf({ day: 0.2 })
  const board = at.start()
  board.load()
  board.add(at.call())
  const before = at.usage.value.budgets
  board.add(at.call({ cost: null }))
  board.add(at.call({ cost: 0 }))
  expect(at.usage.value.budgets).toBe(before)
})
