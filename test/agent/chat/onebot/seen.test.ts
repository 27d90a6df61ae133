import { expect, it } from 'vitest'
import { Seen } from '../../../../src/agent/chat/onebot/seen.ts'

it('remembers for ten minutes', () => {
  const seen = new Seen()
  expect(seen.has('a', 0)).toBe(false)
  expect(seen.has('a', 599_999)).toBe(true)
  expect(seen.has('a', 600_000)).toBe(false)
  expect(seen.has('a', 600_001)).toBe(true)
})

it('remembers the last two thousand', () => {
  const seen = new Seen()
  for (let index = 0; index < 2001; index++) seen.has(String(index), 0)
  expect(seen.has('1', 0)).toBe(true)
  expect(seen.has('0', 0)).toBe(false)
})
