import { expect, it } from 'vitest'
import { Pacer } from '../../../src/agent/conversation/pacer.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'

/** A pacer without jitter, and what was sent at which second. */
function paced() {
  const clock = createFakeClock()
  const pacer = new Pacer(clock, () => 0.5)
  const sent: string[] = []
  const start = clock.monotonic()
  const send = (account: string, chat: string, text: string, seconds = 1, signal = never()) =>
    pacer.turn(account, chat, seconds, signal).then(
      () => void sent.push(`${(clock.monotonic() - start) / 1000}s ${text}`),
      () => void sent.push(`never ${text}`),
    )
  return { clock, pacer, sent, send }
}

it('sends the first at once and the next of the account a pause later', async () => {
  const { clock, sent, send } = paced()
  for (const text of ['a', 'b', 'c']) void send('1', 'x', text)
  await clock.advanceAsync(5000)
  expect(sent).toEqual(['0s a', '1s b', '2s c'])
})

it('does not wait when the pause is long over', async () => {
  const { clock, sent, send } = paced()
  void send('1', 'x', 'a')
  await clock.advanceAsync(5000)
  void send('1', 'x', 'b')
  await clock.advanceAsync(0)
  expect(sent).toEqual(['0s a', '5s b'])
})

it('lets accounts speak side by side', async () => {
  const { clock, sent, send } = paced()
  void send('1', 'x', 'a')
  void send('2', 'x', 'b')
  await clock.advanceAsync(0)
  expect(sent).toEqual(['0s a', '0s b'])
})

it('gives every chat its turn, however much one of them has to say', async () => {
  const { clock, sent, send } = paced()
  for (const text of ['x1', 'x2', 'x3', 'x4']) void send('1', 'x', text)
  for (const text of ['y1', 'y2', 'y3', 'y4']) void send('1', 'y', text)
  void send('1', 'z', 'z1')
  await clock.advanceAsync(20_000)
  expect(sent).toEqual(['0s x1', '1s y1', '2s x2', '3s z1', '4s y2', '5s x3', '6s y3', '7s x4', '8s y4'])
})

it('prefers a chat that was not just served over one that was', async () => {
  const { clock, sent, send } = paced()
  void send('1', 'x', 'x1')
  await clock.advanceAsync(100)
  void send('1', 'x', 'x2')
  void send('1', 'y', 'y1')
  await clock.advanceAsync(5000)
  expect(sent).toEqual(['0s x1', '1s y1', '2s x2'])
})

it('lets go of what was aborted, at once, and keeps no timer for it', async () => {
  const { clock, sent, send } = paced()
  const controller = new AbortController()
  void send('1', 'x', 'a')
  void send('1', 'x', 'b', 1, controller.signal)
  await clock.advanceAsync(100)
  controller.abort()
  await clock.advanceAsync(0)
  expect(sent).toEqual(['0s a', 'never b'])
  expect(clock.timers).toBe(0)
  void send('1', 'x', 'c')
  void send('1', 'x', 'd', 1, AbortSignal.abort())
  await clock.advanceAsync(900)
  expect(sent).toEqual(['0s a', 'never b', 'never d', '1s c'])
})

it('still serves who waits when somebody else is aborted', async () => {
  const { clock, sent, send } = paced()
  const controller = new AbortController()
  void send('1', 'x', 'a')
  void send('1', 'x', 'b', 1, controller.signal)
  void send('1', 'y', 'c')
  controller.abort()
  await clock.advanceAsync(1000)
  expect(sent).toEqual(['0s a', 'never b', '1s c'])
})

it('never waits without a pause', async () => {
  const { clock, sent, send } = paced()
  for (const text of ['a', 'b', 'c']) void send('1', 'x', text, 0)
  await clock.advanceAsync(0)
  expect(sent).toEqual(['0s a', '0s b', '0s c'])
})

it('makes pauses up to three tenths longer or shorter', async () => {
  const clock = createFakeClock()
  const chances = [0, 1, 0.5]
  const pacer = new Pacer(clock, () => chances.shift() ?? 0.5)
  const at: number[] = []
  for (let index = 0; index < 3; index++) {
    void pacer.turn('1', 'x', 1, never()).then(() => at.push(clock.monotonic()))
  }
  await clock.advanceAsync(5000)
  expect(at).toEqual([0, 700, 2000])
})

it('goes on after somebody put the computer’s clock back', async () => {
  const fake = createFakeClock()
  let shift = 0
  const pacer = new Pacer({ ...fake, now: () => fake.now() + shift }, () => 0.5)
  let sent = 0
  void pacer.turn('1', 'x', 1, never()).then(() => sent++)
  await fake.advanceAsync(0)
  shift = -3_600_000
  void pacer.turn('1', 'x', 1, never()).then(() => sent++)
  await fake.advanceAsync(1000)
  expect(sent).toBe(2)
})
