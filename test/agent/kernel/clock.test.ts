import { expect, it } from 'vitest'
import { sleep } from '../../../src/agent/kernel/clock.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'

it('wakes when the time has come and not before', async () => {
  const clock = createFakeClock()
  let awake = false
  void sleep(clock, 100, new AbortController().signal).then(() => {
    awake = true
  })
  await clock.advanceAsync(99)
  expect(awake).toBe(false)
  await clock.advanceAsync(1)
  expect(awake).toBe(true)
})

it('ends at once with the reason of its signal and leaves no timer behind', async () => {
  const clock = createFakeClock()
  const controller = new AbortController()
  const sleeping = sleep(clock, 100, controller.signal)
  controller.abort('enough')
  await expect(sleeping).rejects.toBe('enough')
  await expect(sleep(clock, 100, controller.signal)).rejects.toBe('enough')
  expect(clock.timers).toBe(0)
})

it('takes no notice of an abort after it woke', async () => {
  const clock = createFakeClock()
  const controller = new AbortController()
  const sleeping = sleep(clock, 100, controller.signal)
  clock.advance(100)
  controller.abort()
  await settle()
  await expect(sleeping).resolves.toBeUndefined()
})
