import { beforeAll, expect, test } from 'vitest'
import { stepLines } from '../../src/renderer/conversation/step-lines.ts'
import { costOf, presentStep, spansOf, statsOf } from '../../src/renderer/conversation/turn-facts.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import type { ModelCallRecord, TurnState } from '../../src/shared/state.ts'
import type { ToolCallState } from '../../src/shared/tools.ts'
import { fakeTurnDetail } from './fake-messages.ts'

beforeAll(() => startI18n())

const now = Date.UTC(2026, 10, 22, 6)
const detail = fakeTurnDetail(500, undefined, now)
const call: ModelCallRecord = {
  at: 0,
  purpose: 'chat',
  model: 'deepseek/deepseek-chat',
  firstTokenMs: 600,
  totalMs: 900,
  inputTokens: 100,
  cachedTokens: 0,
  outputTokens: 10,
  reasoningTokens: 0,
  estimated: false,
  cost: 0.001,
  attempts: 1,
  problem: null,
}
const timeout = { code: 'model.timeout', message: '模型 60 秒没有开口', hint: '再试一次。' }

test('an answer costs what all its calls read and wrote', () => {
  expect(costOf(detail)).toEqual({
    tokens: 3120 + 31 + 3260 + 88,
    yuan: expect.closeTo(0.0042),
    cached: (2776 + 3120) / (3120 + 3260),
    estimated: false,
  })
  expect(costOf({ ...detail, calls: [] })).toEqual({
    tokens: 0,
    yuan: 0,
    cached: null,
    estimated: false,
  })
})

test('one call without a price makes the price of the answer unknown, unless nothing was read or written', () => {
  const unpriced = { ...call, cost: null }
  expect(costOf({ ...detail, calls: [call, unpriced] }).yuan).toBeNull()
  expect(costOf({ ...detail, calls: [call, { ...unpriced, inputTokens: 0, outputTokens: 0 }] }).yuan).toBe(
    0.001,
  )
})

test('a guess says that it is one', () => {
  const guessed = { ...detail, calls: [{ ...call, estimated: true, cost: null }] }
  expect(statsOf(guessed)[2]).toMatchObject({ title: '词元', value: '约 110' })
  expect(statsOf(guessed)[3]).toEqual({ title: '花费', value: '未知单价' })
})

test('the four numbers are why, which model, how many tokens, how much', () => {
  expect(statsOf(detail)).toEqual([
    { title: '触发', value: '被 @', shrinks: true },
    { title: '模型', value: 'deepseek-chat', shrinks: true },
    { title: '词元', value: '6,499', small: '缓存 92 %' },
    { title: '花费', value: '¥0.0042' },
  ])
})

test('the steps lie on one axis that begins when the message came', () => {
  const spans = spansOf(detail.turn, now)
  expect(spans.map(({ stage }) => stage)).toEqual([
    'received',
    'queued',
    'thinking',
    'tool',
    'thinking',
    'sending',
  ])
  expect(spans[0]).toMatchObject({ start: 0, length: 2 })
  expect(spans.at(-1)).toMatchObject({ start: 4700, length: 1000, running: false })
})

test('a step under way lasts until now', () => {
  const turn: TurnState = {
    ...detail.turn,
    endedAt: null,
    outcome: null,
    steps: [{ stage: 'thinking', startedAt: now - 2100, endedAt: null, note: '' }],
  }
  expect(spansOf(turn, now).at(-1)).toMatchObject({ length: 2100, running: true })
  expect(presentStep(turn, now)).toEqual({ stage: 'thinking', note: '2.1 s' })
  expect(presentStep({ ...turn, steps: [] }, now)).toEqual({ stage: 'queued', note: '' })
})

test('a tool that waits for leave is what the answer waits for', () => {
  const asking: ToolCallState = {
    ...{ name: 'kick', title: '踢人', arguments: '{}', state: 'asking', startedAt: now - 900 },
    ...{ endedAt: null, result: '' },
  }
  const turn: TurnState = {
    ...detail.turn,
    endedAt: null,
    outcome: null,
    steps: [{ stage: 'tool', startedAt: now - 900, endedAt: null, note: '查天气、踢人' }],
    toolCalls: [asking],
  }
  expect(presentStep(turn, now)).toEqual({ stage: 'tool', note: '等批准：踢人' })
  expect(presentStep({ ...turn, toolCalls: [{ ...asking, state: 'running' }] }, now).note).toBe(
    '查天气、踢人',
  )
})

test('while more is waited for, the track counts down to the end of the waiting', () => {
  const merging: TurnState = {
    ...detail.turn,
    endedAt: null,
    outcome: null,
    messageCount: 3,
    mergeUntil: now + 700,
    steps: [{ stage: 'merging', startedAt: now - 1300, endedAt: null, note: '' }],
  }
  expect(presentStep(merging, now)).toEqual({ stage: 'merging', note: '还有 0.7 s' })
  expect(presentStep(merging, now + 680).note).toBe('还有 0.1 s')
  expect(presentStep(merging, now + 800).note).toBe('就回')
  expect(statsOf({ ...detail, turn: merging })[0]).toEqual({
    title: '触发',
    value: '被 @',
    shrinks: true,
    small: '3 条一起',
  })
})

test('an answer that went well has a line a step, and says what each call cost when there were several', () => {
  expect(stepLines(detail, now)).toMatchObject([
    { title: '排队 0.4 s', text: '前面 1 条', state: 'done', calls: [] },
    { title: '思考 0.9 s', text: '想用工具 · ¥0.0019', state: 'done', calls: [] },
    {
      title: '工具 0.3 s',
      text: '',
      state: 'done',
      calls: [{ title: '查日落时间', result: '17:04', ms: 320 }],
    },
    { title: '思考 3.1 s', text: '写了 49 个字 · ¥0.0023', state: 'done', calls: [] },
    { title: '发送 1.0 s', text: '1 条', state: 'done', calls: [] },
  ])
})

test('a step of tools is broken when none of its calls came to anything', () => {
  const [one] = detail.toolCalls
  if (!one) throw new Error('the made-up answer used a tool')
  const tools = (...failed: boolean[]) => ({
    ...detail,
    toolCalls: failed.map((bad) => ({ ...one, failed: bad })),
  })
  const lineOf = (...failed: boolean[]) => stepLines(tools(...failed), now)[2]
  expect(lineOf(true, false)).toMatchObject({ text: '2 次', state: 'done' })
  expect(lineOf(true, true)).toMatchObject({ text: '2 次', state: 'broken' })
})

const received = detail.turn.receivedAt
/** One thinking step, with these calls in it. */
const thought = (calls: Partial<ModelCallRecord>[], changes: Partial<TurnState> = {}) => ({
  ...detail,
  turn: {
    ...detail.turn,
    steps: [
      {
        stage: 'thinking' as const,
        startedAt: received + 100,
        endedAt: received + 5100,
        note: '写了 9 个字',
      },
    ],
    ...changes,
  },
  toolCalls: [],
  calls: calls.map((changes, index) => ({ ...call, at: received + 200 + index, ...changes })),
})

test('a model that did not answer has a line of its own before the one that did', () => {
  const fallenBack = thought([
    { attempts: 3, problem: timeout, cost: null },
    { model: 'aliyun/qwen3-max', attempts: 2, cost: 0.004 },
  ])
  expect(stepLines(fallenBack, now)).toEqual([
    { title: 'deepseek-chat 没答上来', text: '模型 60 秒没有开口 · 试了 3 次', state: 'broken', calls: [] },
    {
      title: '思考 5.0 s',
      text: '写了 9 个字 · 换成了 qwen3-max · 第 2 次才答上 · ¥0.0040',
      state: 'done',
      calls: [],
    },
  ])
})

test('who looked at the pictures is told, wherever it happened', () => {
  const looked = thought([
    { at: received + 10, purpose: 'vision', model: 'aliyun/qwen-vl-max', totalMs: 1200, cost: 0.0093 },
    {},
  ])
  expect(stepLines(looked, now).map(({ title, text }) => [title, text])).toEqual([
    ['看图 1.2 s', 'qwen-vl-max · ¥0.0093'],
    ['思考 5.0 s', '写了 9 个字 · ¥0.0010'],
  ])
})

test('the last failure of a failed answer is told once, at its step', () => {
  const failed = thought([{ attempts: 3, problem: timeout, cost: null }], {
    outcome: 'failed',
    problem: timeout,
  })
  expect(stepLines(failed, now)).toEqual([
    { title: '思考 5.0 s', text: '模型 60 秒没有开口 · 试了 3 次', state: 'broken', calls: [] },
  ])
})
