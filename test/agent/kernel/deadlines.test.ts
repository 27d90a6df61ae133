import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../src/agent/kernel/clock.ts'
import { Deadlines } from '../../../src/agent/kernel/deadlines.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

function deadlines() {
  const clock = createFakeClock()
  const came: { key: string; at: number }[] = []
  const due = new Deadlines<string>(clock, (key) => came.push({ key, at: clock.monotonic() }))
  return { clock, came, due }
}

describe('a deadline', () => {
  it('comes once, when its time has come', () => {
    const { clock, came, due } = deadlines()
    due.set('a', 1000)
    clock.advance(999)
    expect(came).toEqual([])
    clock.advance(5000)
    expect(came).toEqual([{ key: 'a', at: 1000 }])
    expect(clock.timers).toBe(0)
  })

  it('can be put off and brought forward', () => {
    const { clock, came, due } = deadlines()
    due.set('late', 1000)
    due.set('late', 3000)
    due.set('soon', 4000)
    due.set('soon', 500)
    clock.advance(10_000)
    expect(came.map(({ key }) => key)).toEqual(['soon', 'late'])
    expect(came.at(-1)?.at).toBeGreaterThanOrEqual(3000)
  })

  it('D1-09 does not come when it was taken back, and leaves no timer', () => {
    const { clock, came, due } = deadlines()
    due.set('a', 1000)
    due.delete('a')
    expect(clock.timers).toBe(0)
    clock.advance(2000)
    expect(came).toEqual([])
  })

  it('may set another one while it comes', () => {
    const clock = createFakeClock()
    const times: number[] = []
    const due: Deadlines<number> = new Deadlines(clock, (left) => {
      times.push(clock.monotonic())
      if (left > 0) due.set(left - 1, clock.monotonic() + 100)
    })
    due.set(2, 100)
    clock.advance(1000)
    expect(times).toEqual([100, 200, 300])
  })
})

it('holds thousands with one timer, a few at a time when they come together', () => {
  const clock = createFakeClock()
  const slices: number[] = []
  const came = new Set<string>()
  let before = 0
  // What runs in one timer is what everything else has to wait for.
  const counting: Clock = {
    ...clock,
    after: (ms, run) =>
      clock.after(ms, () => {
        run()
        slices.push(came.size - before)
        before = came.size
      }),
  }
  const due = new Deadlines<string>(counting, (key) => came.add(key))
  for (let index = 0; index < 5000; index++) due.set(`k${index}`, 1000)
  expect(clock.timers).toBe(1)
  clock.advance(1001)
  expect(came.size).toBe(5000)
  expect(Math.max(...slices)).toBe(10)
})

it('never comes early, never twice, and hardly late, whatever is set and moved', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    in: fc.integer({ min: 0, max: 3000 }),
    wait: fc.integer({ min: 0, max: 800 }),
    remove: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, came, due } = deadlines()
      const wanted = new Map<string, number>()
      const check = () => {
        for (const { key, at } of came.splice(0)) {
          const time = wanted.get(key)
          expect(time).toBeDefined()
          expect(at).toBeGreaterThanOrEqual(time ?? 0)
          expect(at).toBeLessThanOrEqual((time ?? 0) + 25)
          wanted.delete(key)
        }
      }
      for (const { key, in: delay, wait, remove } of steps) {
        if (remove) {
          wanted.delete(key)
          due.delete(key)
        } else {
          wanted.set(key, clock.monotonic() + delay)
          due.set(key, clock.monotonic() + delay)
        }
        clock.advance(wait)
        check()
      }
      clock.advance(10_000)
      check()
      expect(wanted.size).toBe(0)
      expect(clock.timers).toBe(0)
    }),
  )
})
