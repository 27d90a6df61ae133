import { expect, it } from 'vitest'
import { CommandLimit } from '../../../src/agent/conversation/command-limit.ts'

it('lets ten through in a minute, for each person in each chat', () => {
  const limit = new CommandLimit()
  const asks = (now: number, senderId = '20002', chatId = 1) => limit.takes(chatId, senderId, now)
  for (let n = 0; n < 10; n++) expect(asks(n * 1000)).toBe(true)
  expect(asks(59_000)).toBe(false)
  expect(asks(59_000, '20003')).toBe(true)
  expect(asks(59_000, '20002', 2)).toBe(true)
  expect([asks(60_000), asks(60_000), asks(61_000)]).toEqual([true, false, true])
})

it('forgets whoever asked longest ago when there are too many to remember', () => {
  const limit = new CommandLimit()
  for (let n = 0; n < 10; n++) limit.takes(1, 'first', n)
  for (let n = 0; n < 1999; n++) limit.takes(1, `${n}`, 100)
  expect(limit.takes(1, 'first', 200)).toBe(false)
  limit.takes(1, 'one more', 200)
  expect(limit.takes(1, 'first', 200)).toBe(true)
})
