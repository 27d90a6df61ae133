import { describe, expect, test } from 'vitest'
import { histogramOf } from '../../src/renderer/pages/logs/histogram.ts'
import { everyLog, passes, queryOf, withLevel } from '../../src/renderer/pages/logs/log-filter.ts'
import {
  emptyLogList,
  keptLines,
  type LogList,
  listOfPage,
  released,
  withBatch,
  withOlderPage,
} from '../../src/renderer/pages/logs/log-list.ts'
import { countLevels, lineText, namesIn, rowsOf } from '../../src/renderer/pages/logs/log-row.ts'
import type { LogLine } from '../../src/shared/state.ts'

function line(n: number, more: Partial<LogLine> = {}): LogLine {
  return { id: `l${n}`, at: n, level: 'info', module: '收信', message: `第 ${n} 行`, ...more }
}
function lines(from: number, to: number): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, index) => line(from + index))
}
function page(from: number, to: number, next: string | null) {
  return { lines: lines(from, to).reverse(), next }
}
function idsOf(list: LogList): string[] {
  return list.items.map((item) => (item.kind === 'line' ? item.line.id : item.id))
}

describe('the list of log lines', () => {
  test('a page comes newest first and is shown oldest first', () => {
    expect(idsOf(listOfPage(page(4, 6, 'l4')))).toEqual(['l4', 'l5', 'l6'])
  })

  test('live lines go to the end, and those the page already had are not doubled', () => {
    const list = withBatch(listOfPage(page(1, 3, null)), lines(2, 5), 0, true)
    expect(idsOf(list)).toEqual(['l1', 'l2', 'l3', 'l4', 'l5'])
  })

  test('lines that went by too fast leave a mark where they are missing', () => {
    const list = withBatch(listOfPage(page(1, 1, null)), lines(50, 51), 48, true)
    expect(idsOf(list)).toEqual(['l1', 'gap-l50', 'l50', 'l51'])
    expect(rowsOf(list.items, true)[1]).toEqual({ kind: 'gap', key: 'gap-l50', count: 48 })
  })

  test('marks that follow each other become one', () => {
    const flooded = withBatch(withBatch(listOfPage(page(1, 1, null)), [], 30, true), [], 12, true)
    expect(rowsOf(flooded.items, true).map((row) => row.count)).toEqual([1, 42])
  })

  test('older pages go to the front', () => {
    const list = withOlderPage(listOfPage(page(4, 5, 'l4')), page(2, 3, null))
    expect(idsOf(list)).toEqual(['l2', 'l3', 'l4', 'l5'])
    expect(list.older).toBeNull()
  })

  test('beyond what is kept the oldest go, and can be asked for again', () => {
    const list = withBatch(listOfPage(page(1, 10, null)), lines(11, keptLines + 1), 0, true)
    expect(list.items.length).toBeLessThanOrEqual(keptLines)
    expect(idsOf(list).at(-1)).toBe(`l${keptLines + 1}`)
    expect(list.older).toBe(idsOf(list)[0])
  })

  test('scrolling back beyond what is kept lets the newest go and says so', () => {
    const full = withBatch(emptyLogList, lines(1001, 1000 + keptLines), 0, true)
    const list = withOlderPage(full, page(1, 1000, null))
    expect(idsOf(list)[0]).toBe('l1')
    expect(list.items.length).toBeLessThanOrEqual(keptLines)
    expect(list.torn).toBe(true)
  })

  test('while the view stands still new lines wait and are counted', () => {
    const still = withBatch(listOfPage(page(1, 2, null)), lines(3, 5), 4, false)
    expect(idsOf(still)).toEqual(['l1', 'l2'])
    expect(still.heldCount).toBe(7)
    const list = released(still)
    expect(idsOf(list)).toEqual(['l1', 'l2', 'gap-l3', 'l3', 'l4', 'l5'])
    expect(list.heldCount).toBe(0)
  })

  test('a view that stands still for long keeps the count but not the lines', () => {
    let list = listOfPage(page(1, 2, null))
    for (let n = 0; n < 20; n++) list = withBatch(list, lines(3 + n * 500, 2 + (n + 1) * 500), 0, false)
    expect(list).toMatchObject({ heldCount: 10_000, held: [], torn: true })
  })
})

describe('rows', () => {
  test('equal lines in a row fold into one with a count', () => {
    const list = withBatch(
      emptyLogList,
      [
        line(1, { message: '心跳正常' }),
        line(2, { message: '心跳正常' }),
        line(3),
        line(4, { message: '心跳正常' }),
      ],
      0,
      true,
    )
    expect(rowsOf(list.items, true).map((row) => row.count)).toEqual([2, 1, 1])
    expect(rowsOf(list.items, false)).toHaveLength(4)
  })

  test('the same words about another chat are another row', () => {
    const list = withBatch(
      emptyLogList,
      [line(1, { message: '不回', chat: 'a' }), line(2, { message: '不回' })],
      0,
      true,
    )
    expect(rowsOf(list.items, true)).toHaveLength(2)
  })

  test('levels and names are counted over what is loaded', () => {
    const list = withBatch(
      emptyLogList,
      [line(1), line(2, { level: 'error', module: '模型' }), line(3)],
      2,
      true,
    )
    expect(countLevels(list.items)).toEqual({ error: 1, warn: 0, info: 2, debug: 0 })
    expect(namesIn(list.items, (each) => each.module)).toEqual(['模型', '收信'])
  })

  test('a line copies as one line of text with its facts below', () => {
    expect(lineText(line(1, { fields: { 用时: 12, 地址: 'api' } }), '14:31:02.118', '摄影群')).toBe(
      '14:31:02.118 INFO 收信 摄影群  第 1 行\n用时: 12\n地址: api',
    )
  })
})

describe('the filter', () => {
  test('a filter that asks for everything names nothing', () => {
    expect(queryOf(everyLog)).toEqual({ levels: [], modules: [], text: '', limit: 500 })
  })

  test('a filter becomes the question, with the place to go on', () => {
    const filter = {
      ...withLevel(everyLog, 'debug'),
      module: '模型',
      chat: 'qq_group_1',
      turn: 7,
      text: ' 401 ',
    }
    expect(queryOf(filter, 'l9')).toEqual({
      levels: ['error', 'warn', 'info'],
      modules: ['模型'],
      chat: 'qq_group_1',
      turn: 7,
      text: '401',
      limit: 500,
      before: 'l9',
    })
  })

  test('live lines pass by level, module, chat, turn and words', () => {
    const subject = line(1, {
      level: 'warn',
      module: '网络',
      chat: 'qq_group_1',
      turn: 7,
      fields: { host: 'API.example' },
    })
    expect(passes(everyLog, subject)).toBe(true)
    expect(passes({ ...everyLog, text: 'api.EX' }, subject)).toBe(true)
    expect(passes({ ...everyLog, text: '别的' }, subject)).toBe(false)
    expect(passes(withLevel(everyLog, 'warn'), subject)).toBe(false)
    expect(passes({ ...everyLog, module: '模型' }, subject)).toBe(false)
    expect(passes({ ...everyLog, chat: 'qq_group_2' }, subject)).toBe(false)
    expect(passes({ ...everyLog, turn: 8 }, subject)).toBe(false)
  })

  test('the last level cannot be switched off', () => {
    const only = { ...everyLog, levels: ['error'] as const }
    expect(withLevel(only, 'error')).toBe(only)
    expect(withLevel(only, 'info').levels).toEqual(['error', 'info'])
  })
})

describe('the histogram', () => {
  test('bars stand where their lines were, the highest fills the box', () => {
    const list = withBatch(emptyLogList, [line(0), line(0), line(60, { level: 'error' }), line(120)], 0, true)
    expect(histogramOf(list.items)).toMatchObject({
      from: 0,
      to: 120,
      calm: 'M0.1 0.0h.8v100.0h-.8zM119.1 50.0h.8v50.0h-.8z',
      warn: '',
      error: 'M60.1 50.0h.8v50.0h-.8z',
    })
  })

  test('one error among a thousand lines is still to be seen', () => {
    const many = Array.from({ length: 1000 }, (_, n) => line(n % 2))
    const list = withBatch(emptyLogList, [line(0), ...many, line(1, { level: 'error' })], 0, true)
    expect(histogramOf(list.items)?.error).toContain('v6.0')
  })

  test('nothing, or a single moment, is not drawn', () => {
    expect(histogramOf([])).toBeNull()
    expect(histogramOf(withBatch(emptyLogList, [line(5), line(5)], 0, true).items)).toBeNull()
  })
})
