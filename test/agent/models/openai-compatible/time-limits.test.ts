import { describe, expect, it } from 'vitest'
import { watchAnswer } from '../../../../src/agent/models/openai-compatible/time-limits.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'

function watching() {
  const clock = createFakeClock()
  const late: string[] = []
  const watch = watchAnswer({
    clock,
    firstTokenMs: 60_000,
    silenceMs: 30_000,
    onLate: (kind) => late.push(kind),
  })
  return { clock, late, watch }
}

describe('the limits of an answer', () => {
  it('wait for the first token once, whatever else comes before it', () => {
    const { clock, late, watch } = watching()
    for (let second = 0; second < 59; second++) {
      clock.advance(1000)
      watch.alive()
    }
    expect(late).toEqual([])
    clock.advance(1000)
    expect(late).toEqual(['first-token'])
  })

  it('then allow any length, as long as something comes every now and then', () => {
    const { clock, late, watch } = watching()
    watch.started()
    for (let sign = 0; sign < 20; sign++) {
      clock.advance(29_000)
      watch.alive()
    }
    expect(late).toEqual([])
    clock.advance(29_999)
    expect(late).toEqual([])
    clock.advance(1)
    expect(late).toEqual(['silence'])
  })

  it('leave no timer behind when they are stopped', () => {
    for (const begun of [false, true]) {
      const { clock, late, watch } = watching()
      if (begun) watch.started()
      watch.stop()
      clock.advance(100_000)
      expect(late).toEqual([])
      expect(clock.timers).toBe(0)
    }
  })
})
