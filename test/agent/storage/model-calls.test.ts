import { expect, it } from 'vitest'
import { dayOf, type NewModelCall } from '../../../src/agent/storage/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'

const noon = new Date(2026, 10, 22, 12).getTime()

function callOf(fields: Partial<NewModelCall> = {}): NewModelCall {
  return {
    at: noon,
    purpose: 'chat',
    chatId: 1,
    turnId: 1,
    model: 'local/qwen',
    inputTokens: 100,
    cachedTokens: 60,
    outputTokens: 20,
    reasoningTokens: 5,
    estimated: false,
    firstTokenMs: 12.5,
    totalMs: 80,
    problem: null,
    ...fields,
  }
}

it('adds up a day as it goes, over chats, models and purposes', async () => {
  await using storage = await openTestStorage()
  const { modelCalls } = storage
  const problem = { code: 'model.server', message: '坏了', hint: '' }
  modelCalls.insert(callOf())
  modelCalls.insert(callOf())
  modelCalls.insert(callOf({ model: 'cloud/gpt', chatId: null, problem }))
  modelCalls.insert(callOf({ purpose: 'test', at: noon + 24 * 3_600_000 }))
  expect(modelCalls.day('2026-11-22')).toEqual({
    day: '2026-11-22',
    calls: 3,
    failedCalls: 1,
    inputTokens: 300,
    cachedTokens: 180,
    outputTokens: 60,
  })
  expect(modelCalls.day('2026-11-22', 1)).toMatchObject({ calls: 2, failedCalls: 0, inputTokens: 200 })
  expect(modelCalls.day('2026-11-22', 2)).toMatchObject({ calls: 0 })
  expect(modelCalls.day('2026-11-23')).toMatchObject({ calls: 1 })
  expect(modelCalls.day('2026-11-24')).toEqual({
    day: '2026-11-24',
    calls: 0,
    failedCalls: 0,
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
  })
})

it('counts by the calendar of this computer', () => {
  expect(dayOf(new Date(2026, 0, 2, 0, 0, 0).getTime())).toBe('2026-01-02')
  expect(dayOf(new Date(2026, 0, 2, 23, 59, 59).getTime())).toBe('2026-01-02')
})
