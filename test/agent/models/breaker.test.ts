import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { Breaker } from '../../../src/agent/models/breaker.ts'
import { ModelError } from '../../../src/agent/models/model-error.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

function setUp() {
  const clock = createFakeClock()
  let changes = 0
  const breaker = new Breaker(
    () => '「小店」的 x',
    clock,
    () => {
      changes++
    },
  )
  const fail = (code = 'model.server', times = 1, retryAfterMs?: number) => {
    for (let made = 0; made < times; made++) {
      const passage = breaker.enter()
      passage.failed(new ModelError({ code, message: '那边出错了', hint: '过一会儿' }, { retryAfterMs }))
      passage.left()
    }
  }
  const restMs = () => (breaker.restsUntil ?? clock.now()) - clock.now()
  return { clock, breaker, fail, restMs, changes: () => changes }
}

function problemIn(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
  }
  throw new Error('Expected a problem')
}

describe('a model that keeps failing', () => {
  it('rests after five failures in a row, and says for how long and why', () => {
    const { clock, breaker, fail, restMs } = setUp()
    fail('model.server', 4)
    expect(breaker.restsUntil).toBeNull()
    fail()
    expect(restMs()).toBe(30_000)
    clock.advance(5500)
    expect(problemIn(() => breaker.enter())).toMatchObject({
      code: 'model.resting',
      message: '「小店」的 x 连着出错，还要歇 25 秒',
      hint: '上次是：那边出错了；过一会儿',
    })
  })

  it('does not rest when one call went well in between', () => {
    const { breaker, fail } = setUp()
    fail('model.server', 4)
    breaker.wake()
    fail('model.server', 4)
    expect(breaker.restsUntil).toBeNull()
  })

  it.each(['model.bad-request', 'model.bad-picture', 'model.no-pictures', 'model.filtered'])(
    'holds nothing against it that was the request’s own: %s',
    (code) => {
      const { breaker, fail } = setUp()
      fail(code, 20)
      expect(breaker.restsUntil).toBeNull()
    },
  )

  it.each(['model.auth', 'model.balance', 'model.not-found'])(
    'rests a minute after three times %s',
    (code) => {
      const { clock, breaker, fail, restMs } = setUp()
      fail(code, 2)
      expect(breaker.restsUntil).toBeNull()
      fail(code)
      expect(restMs()).toBe(60_000)
      clock.advance(60_000)
      fail(code)
      expect(restMs()).toBe(60_000)
    },
  )

  it('rests exactly as long as the vendor says, when that is long', () => {
    const { breaker, fail, restMs } = setUp()
    fail('model.rate-limit', 1, 30_000)
    expect(breaker.restsUntil).toBeNull()
    fail('model.rate-limit', 1, 95_000)
    expect(restMs()).toBe(95_000)
  })

  it('is looked at after an hour, however long the vendor asks for', () => {
    const { fail, restMs } = setUp()
    fail('model.rate-limit', 1, 40 * 24 * 3_600_000)
    expect(restMs()).toBe(3_600_000)
  })

  it('is not asked by calls that waited for their turn meanwhile; when the rest is over, one of them tries', () => {
    const { clock, breaker, fail } = setUp()
    const [one, two] = [breaker.enter(), breaker.enter()]
    fail('model.server', 5)
    expect(problemIn(() => one?.sent()).code).toBe('model.resting')
    clock.advance(30_000)
    one?.sent()
    expect(problemIn(() => two?.sent()).message).toContain('正在试着再问它一次')
    one?.left()
    expect(() => two?.sent()).not.toThrow()
  })

  it('is tried by one call when its rest is over, and rests twice as long when that fails, at most five minutes', () => {
    const { clock, breaker, fail, restMs } = setUp()
    fail('model.server', 5)
    for (const seconds of [60, 120, 240, 300, 300]) {
      clock.advance(restMs())
      expect(breaker.restsUntil).toBeNull()
      const trial = breaker.enter()
      expect(problemIn(() => breaker.enter()).message).toContain('正在试着再问它一次')
      trial.failed(new ModelError({ code: 'model.server', message: '' }))
      trial.left()
      expect(restMs()).toBe(seconds * 1000)
    }
  })

  it('is well again when the trial goes well', () => {
    const { clock, breaker, fail, restMs } = setUp()
    fail('model.server', 5)
    clock.advance(30_000)
    const trial = breaker.enter()
    breaker.wake()
    trial.left()
    breaker.enter().left()
    fail('model.server', 5)
    expect(restMs()).toBe(30_000)
  })

  it('is tried by the next call when the trial was stopped', () => {
    const { clock, breaker, fail } = setUp()
    fail('model.server', 5)
    clock.advance(30_000)
    breaker.enter().left()
    expect(() => breaker.enter()).not.toThrow()
  })

  it('does not rest longer because of calls that had begun before', () => {
    const { breaker, fail, restMs } = setUp()
    const early = [breaker.enter(), breaker.enter(), breaker.enter()]
    fail('model.server', 5)
    for (const passage of early) {
      passage.failed(new ModelError({ code: 'model.server', message: '' }))
      passage.left()
    }
    expect(restMs()).toBe(30_000)
  })

  it('tells when a rest begins and ends, and leaves no timer behind', () => {
    const { clock, breaker, fail, changes } = setUp()
    fail('model.server', 5)
    expect(changes()).toBe(1)
    clock.advance(30_000)
    expect(changes()).toBe(2)
    fail()
    breaker.close()
    expect(clock.timers).toBe(0)
  })
})
