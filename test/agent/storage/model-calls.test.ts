import { expect, it } from 'vitest'
import { dayOf } from '../../../src/agent/storage/model-calls.ts'
import { noUsage } from '../../../src/shared/costs.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { callOf, noon } from './calls.ts'

const problem = { code: 'model.server', message: '坏了', hint: '' }

it('adds up a day as it goes, of all chats and of one', async () => {
  await using storage = await openTestStorage()
  const { modelCalls } = storage
  modelCalls.insert(callOf())
  modelCalls.insert(callOf({ estimated: true }))
  modelCalls.insert(callOf({ model: 'cloud/gpt', chatId: null, person: null, cost: null, problem }))
  modelCalls.insert(callOf({ purpose: 'test', at: noon + 24 * 3_600_000 }))
  expect(modelCalls.day('2026-11-22')).toEqual({
    calls: 3,
    failedCalls: 1,
    unpriced: 1,
    estimated: 1,
    inputTokens: 300,
    cachedTokens: 180,
    outputTokens: 60,
    reasoningTokens: 15,
    cost: 0.5,
  })
  expect(modelCalls.day('2026-11-22', 1)).toMatchObject({ calls: 2, failedCalls: 0, inputTokens: 200 })
  expect(modelCalls.day('2026-11-22', 2)).toEqual(noUsage)
  expect(modelCalls.day('2026-11-23')).toMatchObject({ calls: 1 })
  expect(modelCalls.day('2026-11-24')).toEqual(noUsage)
})

it('keeps each call in one row of each dimension, with the last turn it belongs to', async () => {
  await using storage = await openTestStorage()
  storage.modelCalls.insert(callOf({ turnId: 7 }))
  storage.modelCalls.insert(callOf({ turnId: null, person: null, purpose: 'summary', at: noon + 3_600_000 }))
  await storage.database.committed()
  const rows = storage.other
    .prepare('SELECT dimension, key, calls, turn_id FROM usage_sums ORDER BY dimension, key')
    .raw()
    .all()
  expect(rows).toEqual([
    ['chat', '1', 2, 7],
    ['hour', '12', 1, 7],
    ['hour', '13', 1, null],
    ['model', 'local/qwen', 2, 7],
    ['person', '', 1, null],
    ['person', '20001', 1, 7],
    ['purpose', 'chat', 1, 7],
    ['purpose', 'summary', 1, null],
  ])
})

it('stores a call as it went', async () => {
  await using storage = await openTestStorage()
  storage.modelCalls.insert(callOf({ attempts: 3, cost: null, problem }))
  await storage.database.committed()
  expect(storage.other.prepare('SELECT * FROM model_calls').get()).toMatchObject({
    at: noon,
    chat_id: 1,
    turn_id: 1,
    person: '20001',
    cost: null,
    attempts: 3,
    first_token_ms: 12.5,
    problem: JSON.stringify(problem),
  })
})

it('counts by the calendar of this computer', () => {
  expect(dayOf(new Date(2026, 0, 2, 0, 0, 0).getTime())).toBe('2026-01-02')
  expect(dayOf(new Date(2026, 0, 2, 23, 59, 59).getTime())).toBe('2026-01-02')
})
