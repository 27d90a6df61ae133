import { describe, expect, test } from 'vitest'
import { lanesOf, ticksOf } from '../../src/renderer/pages/runtime/lane.ts'
import { runningTools } from '../../src/renderer/pages/runtime/running-tools.ts'
import { sparkPath } from '../../src/renderer/pages/runtime/spark.ts'
import type { TurnState, TurnStep } from '../../src/shared/state.ts'
import type { ToolCallState } from '../../src/shared/tools.ts'

const now = 1_000_000
const window = 30_000
let nextId = 1

function step(stage: TurnStep['stage'], from: number, to: number | null, note = ''): TurnStep {
  return { stage, startedAt: now - from * 1000, endedAt: to === null ? null : now - to * 1000, note }
}
/** Times are seconds before now. */
function turn(chatId: number, received: number, ended: number | null, steps: TurnStep[]): TurnState {
  return {
    id: nextId++,
    chatId,
    chatTitle: `群 ${chatId}`,
    senderName: '阿岚',
    question: '在吗',
    reason: 'mention',
    model: 'demo/xiaoxing',
    receivedAt: now - received * 1000,
    endedAt: ended === null ? null : now - ended * 1000,
    outcome: ended === null ? null : 'replied',
    problem: null,
    steps,
    messageCount: 1,
    mergeUntil: null,
    requestMessages: 0,
    requestTokens: 0,
    tokens: 0,
    cost: 0,
    toolCalls: [],
  }
}
/** A call of a tool; times are seconds before now. */
function call(
  title: string,
  state: ToolCallState['state'],
  from: number,
  to: number | null = null,
): ToolCallState {
  const [startedAt, endedAt] = [now - from * 1000, to === null ? null : now - to * 1000]
  return { name: title, title, arguments: '{}', state, startedAt, endedAt, result: '' }
}

describe('lanes', () => {
  test('a finished turn lies where it happened, its steps one after the other', () => {
    const [lane] = lanesOf(
      [turn(1, 15, 6, [step('queued', 15, 12), step('thinking', 12, 7.5), step('sending', 7.5, 6)])],
      now,
      window,
    )
    expect(lane?.turns[0]?.segments).toMatchObject([
      { stage: 'queued', note: '', left: 0.5, width: 0.1, ms: 3000 },
      { stage: 'thinking', note: '', left: 0.6, width: 0.15, ms: 4500 },
      { stage: 'sending', note: '', left: 0.75, width: 0.05, ms: 1500 },
    ])
    expect(lane?.current).toBeNull()
  })

  test('the time before the first step reads as received', () => {
    const [lane] = lanesOf([turn(1, 3, null, [step('thinking', 1.5, null)])], now, window)
    expect(lane?.turns[0]?.segments[0]).toMatchObject({ stage: 'received', ms: 1500 })
  })

  test('a running step reaches beyond now, and its length is counted to now', () => {
    const [lane] = lanesOf([turn(1, 6, null, [step('thinking', 6, null)])], now, window)
    const segment = lane?.turns[0]?.segments[0]
    expect((segment?.left ?? 0) + (segment?.width ?? 0)).toBeGreaterThan(1)
    expect(segment?.ms).toBe(6000)
  })

  test('what began before the window is cut at its edge but keeps its length', () => {
    const [lane] = lanesOf([turn(1, 45, 15, [step('tool', 45, 15, '读网页')])], now, window)
    expect(lane?.turns[0]?.segments).toMatchObject([
      { stage: 'tool', note: '读网页', left: 0, width: 0.5, ms: 30_000 },
    ])
  })

  test('what ended before the window is not shown', () => {
    expect(lanesOf([turn(1, 50, 40, [step('thinking', 50, 40)])], now, window)).toEqual([])
  })

  test('a chat shows what runs and how many wait behind it', () => {
    const [lane] = lanesOf(
      [
        turn(1, 2, null, [step('queued', 2, null)]),
        turn(1, 1, null, [step('queued', 1, null)]),
        turn(1, 9, null, [step('queued', 9, 8), step('tool', 8, null, '查天气')]),
      ],
      now,
      window,
    )
    expect(lane?.current).toMatchObject({ stage: 'tool', note: '查天气', ms: 8000, stuck: false })
    expect(lane?.waiting).toBe(2)
    expect(lane?.turns).toHaveLength(1)
  })

  test('a step that does not move for half a minute is stuck; waiting in line is not', () => {
    const lanes = lanesOf(
      [turn(1, 40, null, [step('tool', 31, null)]), turn(2, 40, null, [step('queued', 40, null)])],
      now,
      window,
    )
    expect(lanes.map((lane) => lane.current?.stuck)).toEqual([true, false])
  })

  test('a merge window is what a chat does, unless something already runs', () => {
    const gathering = {
      ...turn(1, 3, null, [step('merging', 3, null)]),
      messageCount: 3,
      mergeUntil: now + 700,
    }
    const [lane] = lanesOf([turn(1, 4, null, [step('queued', 4, null)]), gathering], now, window)
    expect(lane?.current).toMatchObject({
      stage: 'merging',
      turn: { mergeUntil: now + 700, messageCount: 3 },
    })
    expect(lane?.waiting).toBe(1)

    const running = turn(1, 1, null, [step('thinking', 1, null)])
    const [busy] = lanesOf([gathering, running], now, window)
    expect(busy?.current?.turn.id).toBe(running.id)
    expect(busy?.waiting).toBe(1)
  })

  test('a long merge window is drawn to now and is not stuck', () => {
    const [lane] = lanesOf([turn(1, 200, null, [step('merging', 200, null)])], now, window)
    expect(lane?.current?.stuck).toBe(false)
    expect(lane?.turns[0]?.segments).toMatchObject([{ stage: 'merging', left: 0, ms: 200_000 }])
  })

  test('a turn that gathered first has its wait on the axis', () => {
    const [lane] = lanesOf(
      [turn(1, 6, 1, [step('merging', 6, 4), step('queued', 4, 4), step('thinking', 4, 1)])],
      now,
      window,
    )
    expect(lane?.turns[0]?.segments.map(({ stage, ms }) => `${stage} ${ms}`)).toEqual([
      'merging 2000',
      'thinking 3000',
    ])
  })

  test('chats at work come first, in the order they began, then the latest of the rest', () => {
    const lanes = lanesOf(
      [
        turn(1, 20, 18, [step('thinking', 20, 18)]),
        turn(2, 10, 8, [step('thinking', 10, 8)]),
        turn(3, 2, null, [step('thinking', 2, null)]),
        turn(4, 5, null, [step('thinking', 5, null)]),
      ],
      now,
      window,
    )
    expect(lanes.map((lane) => lane.chatId)).toEqual([4, 3, 2, 1])
  })

  test('the axis is marked at round times', () => {
    expect(ticksOf(30_000)).toEqual([30_000, 25_000, 20_000, 15_000, 10_000, 5_000])
    expect(ticksOf(600_000)).toEqual([600_000, 480_000, 360_000, 240_000, 120_000])
  })
})

describe('tools in the lanes', () => {
  const using = (toolCalls: ToolCallState[], from = 8) => ({
    ...turn(1, from + 1, null, [
      step('thinking', from + 1, from),
      step('tool', from, null, '查天气、读网页'),
    ]),
    toolCalls,
  })
  const shown = (...args: Parameters<typeof using>) => lanesOf([using(...args)], now, window)[0]
  const parts = (lane: ReturnType<typeof shown>) =>
    lane?.turns[0]?.segments
      .filter(({ stage }) => stage === 'tool')
      .map(({ waiting, ms }) => `${waiting ? 'waits' : 'works'} ${ms}`)

  test('a chat says which of its tools still run', () => {
    const lane = shown([call('查天气', 'done', 8, 5), call('读网页', 'running', 8)])
    expect(lane?.current).toMatchObject({ note: '读网页', asking: false })
    expect(parts(lane)).toEqual(['works 8000'])
  })

  test('a call that waits for leave is waiting, not work, and does not count as stuck', () => {
    const lane = shown([call('踢人', 'asking', 45)], 45)
    expect(lane?.current).toMatchObject({ note: '踢人', asking: true, stuck: false })
    expect(parts(lane)).toEqual(['waits 45000'])
  })

  test('once it has leave the wait and the work lie one after the other', () => {
    expect(parts(shown([call('踢人', 'running', 2)]))).toEqual(['waits 6000', 'works 2000'])
    expect(parts(shown([call('踢人', 'running', 7.9)]))).toEqual(['works 8000'])
  })

  test('what was refused has only waited', () => {
    expect(parts(shown([call('踢人', 'refused', 8, 1)]))).toEqual(['waits 8000'])
  })

  test('a step with nothing known of its calls works from its beginning', () => {
    expect(parts(shown([]))).toEqual(['works 8000'])
  })

  test('calls that end one after the other are no standstill', () => {
    const calls = [call('查天气', 'done', 40, 12), call('读网页', 'running', 12)]
    expect(shown(calls, 40)?.current).toMatchObject({ stuck: false, stillMs: 12_000 })
    expect(shown([call('读网页', 'running', 40)], 40)?.current).toMatchObject({
      stuck: true,
      stillMs: 40_000,
    })
  })

  test('the list of running tools has what is not over of all chats, the oldest first', () => {
    const over = { ...using([call('查天气', 'running', 9)]), endedAt: now }
    const first = using([call('踢人', 'asking', 8), call('查天气', 'done', 8, 5)])
    const second = using([call('读网页', 'running', 9), call('骰子', 'waiting', 3)])
    expect(runningTools([over, first, second]).map(({ call: { title } }) => title)).toEqual([
      '读网页',
      '踢人',
      '骰子',
    ])
  })
})

describe('a sparkline', () => {
  test('it runs from edge to edge with room above its highest value', () => {
    expect(sparkPath([0, 4, 2])).toBe('M0.0 100.0L50.0 20.0L100.0 60.0')
  })
  test('one value is no line, and zeros are a flat one', () => {
    expect(sparkPath([3])).toBe('')
    expect(sparkPath([0, 0])).toBe('M0.0 100.0L100.0 100.0')
  })
})
