import { expect, it } from 'vitest'
import { withResults } from '../../bench/document.ts'
import type { Measurement } from '../../bench/measure.ts'
import { isBroken, report } from '../../bench/report.ts'
import { median, percentile } from '../../bench/statistics.ts'

const clean = {
  expected: 10,
  answered: 10,
  lost: 0,
  doubled: 0,
  inversions: 0,
  misrouted: 0,
  unwanted: 0,
  nameless: 0,
}

function measured(sut: Measurement['sut'], rate: number, count = clean): Measurement {
  return { sut, scenario: 's2', run: 1, load: 0.5, numbers: { rate }, count, failure: null }
}

const floors = [measured('floor-fetch', 1000), measured('floor-http', 3000)]

it('puts medians beside both floors and says whether the target holds', () => {
  const ours = [measured('apricot', 500), measured('apricot', 900), measured('apricot', 700)]
  const row = report([...floors, ...ours], 'machine')
    .split('\n')
    .find((line) => line.includes('msg/s'))
  expect(row).toContain('| 1000 | 3000 | 700 | 0.70 | 0.23 | ≥ 0.6× fetch | ✓ |')
})

it('marks a number that misses its target', () => {
  expect(report([...floors, measured('apricot', 599)], 'machine')).toContain('≥ 0.6× fetch | ✗ |')
})

it('gives no verdict on a ratio when the floor was not measured', () => {
  expect(report([measured('apricot', 700)], 'machine')).toContain('≥ 0.6× fetch |  |')
})

it('says a bound that is no count with its sign, and leaves out what the floors do not have', () => {
  const numbers = { ofBare: 0.9, seen: 40 }
  const text = report([{ ...measured('apricot', 1), scenario: 's5', numbers }], 'machine')
  expect(text).toContain('| – | – | 0.90 | – | – | ≥ 0.8 × | ✓ |')
  expect(text).toContain('| – | – | 40.0 | – | – | 40 of 40 | ✓ |')
})

it('names every fault of the product below the table', () => {
  const text = report([...floors, measured('apricot', 700, { ...clean, answered: 8, lost: 2 })], 'machine')
  expect(text).toContain('- s2: 8 of 10 answered, **2 lost**')
})

it('calls lost and doubled messages broken, and nothing else', () => {
  expect(isBroken(measured('apricot', 1, { ...clean, lost: 1 }))).toBe(true)
  expect(isBroken(measured('apricot', 1, { ...clean, doubled: 1 }))).toBe(true)
  expect(isBroken(measured('apricot', 1, { ...clean, inversions: 1 }))).toBe(false)
  expect(isBroken(measured('floor-fetch', 1, { ...clean, lost: 1 }))).toBe(false)
})

it('replaces what stands between the marks of the page, and can do so again', () => {
  const page =
    'before\n<!-- results: written by `npm run bench -- --write` -->\nold\n<!-- end of results -->\nafter\n'
  const once = withResults(page, 'new')
  expect(once).toContain('before\n')
  expect(once).toContain('after\n')
  expect(once).not.toContain('old')
  expect(withResults(once, 'new')).toBe(once)
  expect(() => withResults('no marks', 'new')).toThrow('marks')
})

it('takes the middle of an even number of values, and a percentile that was really measured', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(percentile([5, 1, 4, 2, 3], 95)).toBe(5)
  expect(percentile([5, 1, 4, 2, 3], 50)).toBe(3)
})
