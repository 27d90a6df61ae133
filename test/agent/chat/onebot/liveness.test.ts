import { expect, it } from 'vitest'
import { Liveness } from '../../../../src/agent/chat/onebot/liveness.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'

function watch(options: { pongs?: boolean; probe?: (() => Promise<boolean>) | null } = {}) {
  const clock = createFakeClock()
  const seen = { pings: 0, probes: 0, deaths: 0 }
  const probe = options.probe === undefined ? async () => true : options.probe
  const liveness: Liveness = new Liveness({
    clock,
    ping: () => {
      seen.pings++
      if (options.pongs) liveness.pong()
    },
    probe:
      probe &&
      (() => {
        seen.probes++
        return probe()
      }),
    dead: () => seen.deaths++,
  })
  liveness.start()
  const beat = (announced: number | null, everyMs: number, times: number) => {
    for (let count = 0; count < times; count++) {
      clock.advance(everyMs)
      liveness.frame()
      liveness.heartbeat(announced)
    }
  }
  return { clock, seen, liveness, beat }
}

it('A08: dies after three periods without a frame, once two heartbeats were seen', () => {
  const { clock, seen, beat } = watch()
  beat(5_000, 5_000, 3)
  clock.advance(15_000)
  expect(seen.deaths).toBe(0)
  clock.advance(4_000)
  expect(seen.deaths).toBe(1)
  expect(clock.timers).toBe(0)
})

it('A08: goes by the measured period when it is longer than the announced one', () => {
  const { clock, seen, beat } = watch({ pongs: true })
  beat(1_000, 20_000, 3)
  clock.advance(58_000)
  expect(seen.deaths).toBe(0)
  clock.advance(6_000)
  expect(seen.deaths).toBe(1)
})

it('A10: heartbeats close together and a period in seconds do not make it impatient', () => {
  const { clock, seen, beat } = watch({ pongs: true })
  beat(null, 10, 3)
  clock.advance(14_000)
  expect(seen.deaths).toBe(0)
})

it('A09: silence alone is no death while pings are answered', () => {
  const { clock, seen } = watch({ pongs: true })
  clock.advance(600_000)
  expect(seen).toEqual({ pings: 20, probes: 0, deaths: 0 })
})

it('dies when a ping is not answered that used to be', () => {
  const { clock, seen, liveness } = watch()
  liveness.pong()
  clock.advance(38_000)
  expect(seen.deaths).toBe(0)
  clock.advance(4_000)
  expect(seen).toMatchObject({ pings: 1, deaths: 1 })
})

it('takes any frame for an answer to a ping', () => {
  const { clock, seen, liveness } = watch()
  liveness.pong()
  clock.advance(31_000)
  liveness.frame()
  clock.advance(20_000)
  expect(seen.deaths).toBe(0)
})

it('asks an end that never answered a ping, and pings it no more', async () => {
  const { clock, seen } = watch()
  await clock.advanceAsync(120_000)
  expect(seen).toMatchObject({ pings: 1, deaths: 0 })
  expect(seen.probes).toBeGreaterThan(0)
})

it('dies when such an end does not answer the question either', async () => {
  const { clock, seen } = watch({ probe: async () => false })
  await clock.advanceAsync(60_000)
  expect(seen.deaths).toBe(1)
})

it('leaves an end alone that can be asked nothing', async () => {
  const { clock, seen } = watch({ probe: null })
  await clock.advanceAsync(600_000)
  expect(seen.deaths).toBe(0)
})
