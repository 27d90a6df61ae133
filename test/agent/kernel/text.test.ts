import { expect, it } from 'vitest'
import { head } from '../../../src/agent/kernel/text.ts'

it('gives the beginning of a text and never half a character', () => {
  expect(head('abc', 2)).toBe('ab')
  expect(head('a😀b', 2)).toBe('a')
  expect(head('a😀b', 3)).toBe('a😀')
  expect(head('a😀', 10)).toBe('a😀')
  expect(head('abc', 0)).toBe('')
})
