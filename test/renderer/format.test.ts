import { beforeAll, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import {
  formatAgo,
  formatClock,
  formatCost,
  formatCount,
  formatDay,
  formatDuration,
  formatLeft,
  formatLimit,
  formatMillis,
  formatPercent,
  formatRoughYuan,
  formatSize,
  formatWhen,
  formatYuan,
  shortModel,
} from '../../src/renderer/ui/format.ts'

beforeAll(() => startI18n())

const now = new Date(2026, 10, 22, 14, 32, 5, 33).getTime()
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

test('times of today read as the clock, older ones as the day', () => {
  expect(formatClock(now)).toBe('14:32')
  expect(formatMillis(now)).toBe('14:32:05.033')
  expect(formatWhen(now - hour, now)).toBe('13:32')
  expect(formatWhen(now - day, now)).toBe('昨天')
  expect(formatDay(now, now)).toBe('今天')
  expect(formatDay(new Date(2026, 10, 18).getTime(), now)).toBe('11 月 18 日')
  expect(formatDay(new Date(2025, 0, 3).getTime(), now)).toBe('2025 年 1 月 3 日')
})

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [2100, '2.1 s'],
  [59_960, '1 分 0 秒'],
  [200 * second, '3 分 20 秒'],
  [3 * day + 4 * hour, '3 天 4 小时'],
  [2 * hour + 5 * minute, '2 小时 5 分'],
])('a length of %d ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('what is left counts down in tenths of a second, and never below nothing', () => {
  expect([-5, 40, 700, 12_000, 125_000].map(formatLeft)).toEqual([
    '0.0 s',
    '0.0 s',
    '0.7 s',
    '12.0 s',
    '2 分 5 秒',
  ])
})

test.each([
  [400, '刚刚'],
  [3 * second, '3 秒前'],
  [5 * minute, '5 分钟前'],
  [2 * hour, '2 小时前'],
  [day, '昨天'],
])('what was %d ms ago reads %s', (ms, text) => {
  expect(formatAgo(now - ms, now)).toBe(text)
})

test.each([
  [512, '512 B'],
  [43.8 * 1024 ** 2, '43.8 MB'],
  [186 * 1024 ** 2, '186 MB'],
  [1000 * 1024 ** 2, '1.0 GB'],
])('%d bytes read %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

test('counts are grouped and parts of a whole are percents', () => {
  expect(formatCount(3412)).toBe('3,412')
  expect(formatPercent(0.86)).toBe('86 %')
  expect(formatPercent(0.992)).toBe('99.2 %')
})

test('a model goes by its own name, slashes included', () => {
  expect(shortModel('siliconflow/Qwen/Qwen2.5-7B')).toBe('Qwen/Qwen2.5-7B')
})

test('sums of money have two decimals, single things four', () => {
  expect([0, 0.0041, 0.8312, 1204.5].map(formatYuan)).toEqual(['¥0.00', '<¥0.01', '¥0.83', '¥1,204.50'])
  expect([0.0021, 0.000_01, 0, null].map(formatCost)).toEqual(['¥0.0021', '<¥0.0001', '免费', '未知单价'])
  expect([5, 0.5, 1200].map(formatLimit)).toEqual(['¥5', '¥0.5', '¥1,200'])
})

test('a guess about money is no more exact than it is', () => {
  expect([24.31, 9.6, 2.43, 0.237, 0.001].map(formatRoughYuan)).toEqual([
    '约 ¥24',
    '约 ¥10',
    '约 ¥2.4',
    '约 ¥0.24',
    '不到 ¥0.01',
  ])
})
