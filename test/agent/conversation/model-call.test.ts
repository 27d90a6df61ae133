import { expect, it } from 'vitest'
import { callModel } from '../../../src/agent/conversation/model-call.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import type { ModelEvent } from '../../../src/agent/models/chat-model.ts'
import type { Price } from '../../../src/shared/provider.ts'
import type { ModelCallRecord } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { problemOf, saying } from '../../support/model-calls.ts'

/** Calls a model that streams these events, 100 ms before each, and then fails if it should. */
function calling(events: ModelEvent[], failure?: unknown, price: Price | null = null) {
  const clock = createFakeClock()
  const records: ModelCallRecord[] = []
  const deltas: string[] = []
  const controller = new AbortController()
  const answer = callModel(saying('十二个字十二个字十二个字'), {
    model: {
      async *stream() {
        for (const event of events) {
          clock.advance(100)
          yield event
        }
        if (failure !== undefined) throw failure
      },
    },
    name: 'local/qwen',
    purpose: 'chat',
    price,
    clock,
    signal: controller.signal,
    tokenFactor: 1,
    record: (call) => void records.push(call),
    onDelta: (kind, text) => void deltas.push(`${kind} ${text}`),
  })
  return { answer, records, deltas, controller }
}

const end: ModelEvent = { type: 'end', finish: 'stop', usage: null }

it('collects text, thinking and tool calls, and passes on what is written as it comes', async () => {
  const call = { id: 'c1', name: 'look', arguments: '{}' }
  const { answer, deltas } = calling([
    { type: 'reasoning', text: '想' },
    { type: 'text', text: '你' },
    { type: 'text', text: '好' },
    { type: 'tool-call', call },
    end,
  ])
  expect(await answer).toEqual({ text: '你好', reasoning: '想', toolCalls: [call] })
  expect(deltas).toEqual(['reasoning 想', 'text 你', 'text 好'])
})

it('records what the vendor counted', async () => {
  const usage = { inputTokens: 30, cachedTokens: 20, outputTokens: 5, reasoningTokens: 1 }
  const { answer, records } = calling([
    { type: 'text', text: '好' },
    { ...end, usage },
  ])
  await answer
  expect(records).toMatchObject([
    {
      model: 'local/qwen',
      purpose: 'chat',
      firstTokenMs: 100,
      totalMs: 200,
      ...usage,
      estimated: false,
      problem: null,
    },
  ])
})

it('estimates, and says so, when the vendor counted nothing', async () => {
  const { answer, records } = calling([
    { type: 'reasoning', text: '想想' },
    { type: 'text', text: '好的吧' },
    end,
  ])
  await answer
  expect(records).toMatchObject([
    { inputTokens: 13, cachedTokens: 0, outputTokens: 5, reasoningTokens: 2, estimated: true },
  ])
})

it('records a failure with its problem and what was used until then, and passes it on', async () => {
  const failure = new ProblemError({ code: 'model.server', message: '坏了' })
  const { answer, records } = calling([{ type: 'text', text: '好' }], failure)
  expect((await problemOf(answer)).code).toBe('model.server')
  expect(records).toMatchObject([{ outputTokens: 1, estimated: true, problem: { code: 'model.server' } }])
})

it('records a failure before the first word', async () => {
  const { answer, records } = calling([], new ProblemError({ code: 'model.auth', message: '不认' }))
  await expect(answer).rejects.toThrow()
  expect(records).toMatchObject([{ firstTokenMs: null, outputTokens: 0, problem: { code: 'model.auth' } }])
})

it('does not take a stop for a failure of the model', async () => {
  const { answer, records } = calling([{ type: 'text', text: '好' }], new DOMException('x', 'AbortError'))
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  expect(records).toMatchObject([{ problem: null }])
})

it('D2-02: what came before a retry is void, and a retry that succeeds is a success', async () => {
  const problem = { code: 'model.cut', message: '断了', hint: '' }
  const { answer, records } = calling([
    { type: 'reasoning', text: '想' },
    { type: 'text', text: '你好，我' },
    { type: 'retry', attempt: 2, waitMs: 0, problem },
    { type: 'text', text: '你好' },
    end,
  ])
  expect(await answer).toEqual({ text: '你好', reasoning: '', toolCalls: [] })
  // What was said before it broke off is charged as well.
  expect(records).toMatchObject([{ attempts: 2, problem: null, outputTokens: 6, estimated: true }])
})

it('says what a call cost, and nothing when nobody knows the price', async () => {
  const usage = { inputTokens: 1_000_000, cachedTokens: 500_000, outputTokens: 100_000, reasoningTokens: 0 }
  const events: ModelEvent[] = [
    { type: 'text', text: '好' },
    { ...end, usage },
  ]
  const priced = calling(events, undefined, { input: 2, cached: 0.2, output: 3 })
  await priced.answer
  expect(priced.records[0]?.cost).toBeCloseTo(1.4)
  const unknown = calling(events)
  await unknown.answer
  expect(unknown.records[0]?.cost).toBeNull()
})

it('books nothing for a call of which nothing came', async () => {
  const failure = new ProblemError({ code: 'model.server', message: '出错' })
  const { answer, records } = calling([], failure, { input: 2, cached: null, output: 3 })
  await problemOf(answer)
  expect(records).toMatchObject([{ inputTokens: 0, outputTokens: 0, cost: 0, estimated: false }])
})
