import { describe, expect, it, onTestFinished } from 'vitest'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { startDesk } from '../../../../src/agent/tools/desk/desk.ts'
import { createFakeClock, settle } from '../../../support/fake-clock.ts'
import { createSilentLog } from '../../../support/silent-log.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { deskWorker } from '../built-in/web-room.ts'

const endless = 'factorial(10^9)'

function open(worker = deskWorker) {
  const clock = createFakeClock()
  const log = createSilentLog()
  const life = new Lifetime()
  onTestFinished(() => life.dispose())
  const desk = startDesk(life, { worker, clock, log })
  const calculate = (expression: string, signal = new AbortController().signal) =>
    desk.run('calculation', expression, { limitMs: 2000, signal })
  return { clock, log, life, desk, calculate }
}

describe('threads', () => {
  it('start when they are needed and end after 30 s without work', async () => {
    const { clock, desk, calculate } = open()
    expect(desk.threads).toBe(0)
    expect(await calculate('1+1')).toBe('2')
    clock.advance(29_000)
    expect(desk.threads).toBe(1)
    expect(await calculate('1+2')).toBe('3')
    clock.advance(29_000)
    expect(desk.threads).toBe(1)
    clock.advance(1000)
    expect([desk.threads, clock.timers]).toEqual([0, 0])
    expect(await calculate('2+2')).toBe('4')
  })

  it('do several kinds of work side by side: one that hangs does not hold up another', async () => {
    const { desk, calculate } = open()
    const stop = new AbortController()
    const hanging = expect(calculate(endless, stop.signal)).rejects.toBe('enough')
    const signal = new AbortController().signal
    expect(await desk.run('feed', '<rss></rss>', { limitMs: 1000, signal })).toEqual([])
    stop.abort('enough')
    await hanging
  })

  it('end with the signal of a task at once, running or waiting, and the others go on', async () => {
    const { desk, calculate } = open()
    const [first, third] = [new AbortController(), new AbortController()]
    const running = expect(calculate(endless, first.signal)).rejects.toBe('first')
    const waiting = calculate('1+1')
    const withdrawn = expect(calculate('1+2', third.signal)).rejects.toBe('third')
    third.abort('third')
    await withdrawn
    first.abort('first')
    await running
    expect(await waiting).toBe('2')
    expect(desk.threads).toBe(1)
  })

  it('fail one task when it takes too long, and no other', async () => {
    const { clock, calculate } = open()
    await calculate('1+1')
    const ended = calculate(endless).then(
      () => 'done',
      (error) => error.why,
    )
    const others = Promise.all(['1+1', '1+2', '1+3'].map((one) => calculate(one)))
    let why = ''
    void ended.then((told) => {
      why = told
    })
    await waitFor('the end', async () => {
      clock.advance(100)
      await settle()
      return why
    })
    expect(why).toBe('slow')
    expect(await others).toEqual(['2', '3', '4'])
  })

  it('fail what runs and what waits when the program quits, and take nothing more', async () => {
    const { life, calculate, clock } = open()
    const ends = [calculate(endless), calculate('1+1')].map((one) => one.catch((error) => error.why))
    await life.dispose()
    expect(await Promise.all(ends)).toEqual(['broken', 'broken'])
    await expect(calculate('1+1')).rejects.toMatchObject({ why: 'broken' })
    expect(clock.timers).toBe(0)
  })

  it('that cannot even start fail their task and say so in the log', async () => {
    const { log, calculate, desk } = open(new URL('./not-there.ts', import.meta.url))
    await expect(calculate('1+1')).rejects.toMatchObject({ why: 'broken' })
    expect(log.lines.join()).toContain('线程出错了')
    expect(desk.threads).toBe(0)
  })
})

it('expected ends are told in words', async () => {
  await expect(open().calculate('foo')).rejects.toMatchObject({ why: 'fault', message: '不认识「foo」' })
})
