import { beforeAll, expect, test } from 'vitest'
import {
  costOf,
  presentStep,
  spansOf,
  statsOf,
  tokensText,
} from '../../src/renderer/conversation/turn-facts.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import type { TurnState } from '../../src/shared/state.ts'
import { fakeTurnDetail } from './fake-messages.ts'

beforeAll(() => startI18n())

const now = Date.UTC(2026, 10, 22, 6)
const detail = fakeTurnDetail(500, undefined, now)

test('an answer costs what all its calls read and wrote', () => {
  expect(costOf(detail)).toEqual({
    tokens: 3120 + 31 + 3260 + 88,
    cached: (2776 + 3120) / (3120 + 3260),
    estimated: false,
  })
  expect(costOf({ ...detail, calls: [] })).toEqual({ tokens: 0, cached: null, estimated: false })
})

test('a guess says that it is one', () => {
  expect(tokensText({ tokens: 3508, cached: null, estimated: true })).toBe('约 3,508 词元')
  expect(tokensText({ tokens: 3508, cached: null, estimated: false })).toBe('3,508 词元')
})

test('the four numbers are why, which model, how many tokens, how long', () => {
  expect(statsOf(detail)).toEqual([
    { title: '触发', value: '被 @' },
    { title: '模型', value: 'deepseek-chat' },
    { title: '词元', value: '6,499', small: '缓存 92 %' },
    { title: '用时', value: '5.7 s' },
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
    small: '3 条一起',
  })
})
