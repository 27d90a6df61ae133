import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import {
  cacheRateText,
  costHeadline,
  costText,
  forecastText,
  monthForecast,
  spanTick,
  spanTitle,
} from '../../src/renderer/pages/costs/cost-words.ts'
import { usageWeights, usualMeasure } from '../../src/renderer/pages/costs/usage-weights.ts'
import { Budget, noUsage, type UsageToday } from '../../src/shared/costs.ts'

beforeAll(() => startI18n())

const budget = Budget.parse({})
const today: UsageToday = {
  ...noUsage,
  day: '2026-11-22',
  replies: 3,
  budgets: [],
  calls: 4,
  inputTokens: 3000,
  outputTokens: 412,
  cost: 0.8312,
}

describe('the first sentence', () => {
  test.each<[string, Partial<UsageToday>, Partial<Budget>]>([
    ['今天还没有花费', { calls: 0, cost: 0 }, {}],
    ['今天花了 ¥0.83，还在预算里', {}, {}],
    ['今天花了 ¥0.83', {}, { day: 0 }],
    ['今天花了 ¥4.00，快到 ¥5 的预算了', { cost: 4 }, {}],
    ['今天花了 ¥5.20，¥5 的预算用完了，现在只回主人', { cost: 5.2 }, {}],
    ['今天花了 ¥5.20，¥5 的预算用完了，换成了便宜的模型', { cost: 5.2 }, { at100: 'cheap' }],
    ['今天花了 ¥5.20，¥5 的预算用完了，照常在回', { cost: 5.2 }, { at100: 'tell' }],
    ['今天用了 3,412 词元，不知道单价', { cost: 0, unpriced: 4 }, {}],
    ['今天用了 3,412 词元，没有花钱', { cost: 0 }, {}],
  ])('%s', (sentence, usage, changes) => {
    expect(costHeadline({ ...today, ...usage }, { ...budget, ...changes })).toBe(sentence)
  })
})

describe('the forecast', () => {
  const noon = new Date(2026, 10, 22, 12)
  const day = (at: string, cost: number) => ({ at, sums: { ...noUsage, calls: cost > 0 ? 1 : 0, cost } })

  test('goes on as fast as the days before, on top of what the month took already', () => {
    const series = [
      day('2026-10-31', 9),
      ...['15', '16', '17', '18', '19', '20', '21'].map((date) => day(`2026-11-${date}`, 1)),
      day('2026-11-22', 0.8312),
    ]
    // Seven days at ¥1, today at least as much, eight days left.
    expect(monthForecast(series, today, noon)).toBeCloseTo(7 + 1 + 8)
  })

  test('does not count the days before the bot was there', () => {
    const series = [day('2026-11-19', 0), day('2026-11-20', 2), day('2026-11-21', 0)]
    expect(monthForecast(series, today, noon)).toBeCloseTo(2 + 1 + 8)
  })

  test('takes the first day for the pace when there is no other, and not one answer at dawn', () => {
    expect(monthForecast([], { ...today, cost: 1 }, noon)).toBeCloseTo(2 + 2 * 8)
    expect(monthForecast([], { ...today, cost: 1 }, new Date(2026, 10, 22, 0, 5))).toBeCloseTo(4 + 4 * 8)
  })

  test('is silent while nothing cost anything', () => {
    expect(monthForecast([], { ...today, cost: 0 }, noon)).toBeNull()
    expect(forecastText(null)).toBe('')
    expect(forecastText(24.2)).toBe('按现在的速度，这个月约 ¥24。')
  })
})

test('sums say what they do not know', () => {
  expect(costText({ ...noUsage, calls: 3, cost: 0.31 })).toBe('¥0.31')
  expect(costText({ ...noUsage, calls: 3, unpriced: 3 })).toBe('未知单价')
  expect(costText({ ...noUsage, calls: 3, unpriced: 1, cost: 0.3 })).toBe('¥0.30 起')
  expect(costText({ ...noUsage, calls: 3 })).toBe('免费')
  expect(costText(noUsage)).toBe('¥0.00')
  expect(cacheRateText({ ...noUsage, inputTokens: 300, cachedTokens: 257 })).toBe('86 %')
  expect(cacheRateText(noUsage)).toBe('–')
})

test('hours and days are named, and shorter on the axis', () => {
  expect([spanTitle('02'), spanTick('02')]).toEqual(['2 到 3 点', '2'])
  expect([spanTitle('2026-11-05'), spanTick('2026-11-05')]).toEqual(['11 月 5 日', '11/5'])
})

test('bars are as long as the money, or the tokens where nothing costs any', () => {
  const row = (cost: number, inputTokens: number) => ({ ...noUsage, cost, inputTokens })
  expect(usageWeights([row(4, 10), row(1, 90), row(0, 100)])).toEqual([1, 0.25, 0])
  expect(usageWeights([row(0, 100), row(0, 25)])).toEqual([1, 0.25])
  expect(usageWeights([row(0, 0)])).toEqual([0])
})

test('the chart shows tokens while nothing of it cost money', () => {
  expect(usualMeasure(today)).toBe('yuan')
  expect(usualMeasure({ ...today, cost: 0 })).toBe('tokens')
  expect(usualMeasure(noUsage)).toBe('yuan')
})
