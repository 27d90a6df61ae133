import { describe, expect, it } from 'vitest'
import { createFakeClock } from './fake-clock.ts'

describe('the fake clock', () => {
  it('runs timers in the order in which they fall due', () => {
    const clock = createFakeClock(0)
    const seen: string[] = []
    clock.after(20, () => seen.push(`late ${clock.now()}`))
    clock.after(10, () => {
      seen.push(`early ${clock.now()}`)
      clock.after(5, () => seen.push(`nested ${clock.now()}`))
    })
    clock.advance(20)
    expect(seen).toEqual(['early 10', 'nested 15', 'late 20'])
  })

  it('repeats until it is cancelled', () => {
    const clock = createFakeClock()
    let ticks = 0
    const stop = clock.every(10, () => ticks++)
    clock.advance(35)
    stop()
    clock.advance(100)
    expect(ticks).toBe(3)
    expect(clock.timers).toBe(0)
  })

  it('lets promises settle between timers', async () => {
    const clock = createFakeClock(0)
    const seen: number[] = []
    const run = async () => {
      for (let step = 0; step < 3; step++) {
        await new Promise<void>((resolve) => clock.after(10, resolve))
        seen.push(clock.now())
      }
    }
    const done = run()
    await clock.advanceAsync(30)
    await done
    expect(seen).toEqual([10, 20, 30])
  })
})
