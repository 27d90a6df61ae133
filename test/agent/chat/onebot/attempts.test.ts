import { expect, it } from 'vitest'
import { isNews, withAttempt } from '../../../../src/agent/chat/onebot/attempts.ts'
import type { ConnectionAttempt } from '../../../../src/shared/state.ts'

const attempt = (at: number, reason: string) => ({
  at,
  remote: '127.0.0.1',
  result: 'refused' as const,
  reason,
})

function logOf(...attempts: ReturnType<typeof attempt>[]): ConnectionAttempt[] {
  return attempts.reduce<ConnectionAttempt[]>((log, next) => withAttempt(log, next), [])
}

it('counts what repeats, newest first, even when two ends alternate', () => {
  const log = logOf(attempt(1, '甲'), attempt(2, '乙'), attempt(3, '甲'), attempt(4, '乙'))
  expect(log.map(({ at, reason, count }) => [at, reason, count])).toEqual([
    [4, '乙', 2],
    [3, '甲', 2],
  ])
})

it('starts anew after ten quiet minutes', () => {
  expect(logOf(attempt(0, '甲'), attempt(600_000, '甲')).map(({ count }) => count)).toEqual([1, 1])
})

it('keeps thirty', () => {
  const log = logOf(...Array.from({ length: 40 }, (_, index) => attempt(index, `第 ${index} 个`)))
  expect([log.length, log[0]?.reason, log[29]?.reason]).toEqual([30, '第 39 个', '第 10 个'])
})

it('makes news of the 1st, 10th, 100th', () => {
  const news = Array.from({ length: 1000 }, (_, index) => index + 1).filter(isNews)
  expect(news).toEqual([1, 10, 100, 1000])
})
