import fc from 'fast-check'
import { expect, it } from 'vitest'
import { costOf } from '../../../src/agent/costs/price.ts'
import { yuan } from '../../../src/shared/costs.ts'

const tokens = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 500_000 }

it('prices what came from the cache at its own price', () => {
  expect(costOf(tokens, { input: 2, cached: 0.5, output: 8 })).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.5 * 8, 10)
})

it('prices it like other input where the cache has no price', () => {
  expect(costOf(tokens, { input: 2, cached: null, output: 8 })).toBeCloseTo(6, 10)
})

it('does not guess', () => {
  expect(costOf(tokens, null)).toBe(null)
  expect(costOf(tokens, { input: 0, cached: 0, output: 0 })).toBe(0)
})

it('never is less than nothing, whatever a vendor counts', () => {
  const count = fc.nat(10_000_000)
  const price = fc.record({ input: fc.nat(100), cached: fc.option(fc.nat(100)), output: fc.nat(100) })
  fc.assert(
    fc.property(count, count, count, price, (inputTokens, cachedTokens, outputTokens, one) => {
      expect(costOf({ inputTokens, cachedTokens, outputTokens }, one)).toBeGreaterThanOrEqual(0)
    }),
  )
})

it.each([
  [0, '¥0'],
  [5, '¥5'],
  [4.02, '¥4.02'],
  [4.5, '¥4.50'],
  [0.0031, '¥0.0031'],
  [0.000001, '不到 ¥0.0001'],
  [1204.4, '¥1,204'],
])('%d reads %s', (amount, text) => {
  expect(yuan(amount)).toBe(text)
})
