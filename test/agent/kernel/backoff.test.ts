import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffDelay } from '../../../src/agent/kernel/backoff.ts'

it('doubles from the first delay up to the longest', () => {
  const options = { first: 100, max: 1000, jitter: 0 }
  expect([0, 1, 2, 3, 4, 5000].map((attempt) => backoffDelay(attempt, options))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ])
})

it('stays within its share of chance around the plain delay, at every attempt', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, jitter, chance) => {
        const plain = backoffDelay(attempt, { first: 500, max: 60_000, jitter: 0 })
        const delay = backoffDelay(attempt, { first: 500, max: 60_000, jitter }, () => chance)
        expect(delay).toBeGreaterThanOrEqual(Math.floor(plain * (1 - jitter)))
        expect(delay).toBeLessThanOrEqual(Math.ceil(plain * (1 + jitter)))
      },
    ),
  )
})
