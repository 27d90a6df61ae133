import { describe, expect, it } from 'vitest'
import { Calls } from '../../../../src/agent/chat/onebot/calls.ts'
import { parseFrame } from '../../../../src/agent/chat/onebot/frame.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'

interface Written {
  action: string
  params: Record<string, unknown>
  echo: string
}

function open() {
  const clock = createFakeClock()
  const written: Written[] = []
  const roundTrips: number[] = []
  const calls = new Calls({
    clock,
    write: (frame) => {
      written.push(JSON.parse(frame))
      return true
    },
    answered: (ms) => roundTrips.push(ms),
    unanswered: () => undefined,
  })
  const call = (action: string, signal = new AbortController().signal) =>
    calls.call(action, {}, { timeoutMs: 10_000, signal })
  const answer = (fields: Record<string, unknown>) => {
    const frame = parseFrame(JSON.stringify(fields), { selfId: '10001', now: 0 })
    return frame.kind === 'response' && calls.settle(frame)
  }
  const echoOf = (index: number) => written[index]?.echo ?? ''
  return { clock, calls, call, answer, written, roundTrips, echoOf }
}

const ok = { status: 'ok', retcode: 0 }

describe('answers find their calls', () => {
  it('E01: in whatever order they come', async () => {
    const { call, answer, echoOf } = open()
    const both = [call('get_msg'), call('get_msg')]
    answer({ ...ok, data: '二', echo: echoOf(1) })
    answer({ ...ok, data: '一', echo: echoOf(0) })
    expect(await Promise.all(both)).toEqual([
      { kind: 'ok', data: '一' },
      { kind: 'ok', data: '二' },
    ])
  })

  it.each([undefined, null, '', 'unknown', 1, { a: 1 }])('E03, E07: the echo %j settles nothing', (echo) => {
    const { call, answer, clock } = open()
    void call('get_msg')
    expect(answer({ ...ok, echo })).toBe(false)
    expect(clock.timers).toBe(1)
  })

  it('E04: only the first of two answers counts', async () => {
    const { call, answer, echoOf } = open()
    const calling = call('get_msg')
    expect(answer({ ...ok, data: 1, echo: echoOf(0) })).toBe(true)
    expect(answer({ ...ok, data: 2, echo: echoOf(0) })).toBe(false)
    expect(await calling).toEqual({ kind: 'ok', data: 1 })
  })

  it('E05, E06: echoes cannot be guessed and do not repeat on another connection', () => {
    const [one, two] = [open(), open()]
    void one.call('get_msg')
    void two.call('get_msg')
    expect(one.echoOf(0)).toMatch(/^[0-9a-f-]{36}:1$/)
    expect(two.answer({ ...ok, echo: one.echoOf(0) })).toBe(false)
  })
})

describe('how a call ends', () => {
  it.each([
    [
      { status: 'ok', retcode: 0, data: 5 },
      { kind: 'ok', data: 5 },
    ],
    [
      { retcode: 0, data: 5 },
      { kind: 'ok', data: 5 },
    ],
    [
      { status: 'ok', data: 5 },
      { kind: 'ok', data: 5 },
    ],
    [
      { status: 'async', retcode: 1 },
      { kind: 'ok', data: null },
    ],
    [{ status: 'failed', retcode: 0 }, { kind: 'refused' }],
    [
      { status: 'ok', retcode: 200 },
      { kind: 'refused', retcode: 200 },
    ],
    [
      { status: 'failed', retcode: 1200, message: 'm', wording: 'w' },
      { kind: 'refused', text: 'w' },
    ],
    [{ status: 'failed', retcode: 1404 }, { kind: 'unsupported' }],
    [
      { status: 'failed', retcode: 200, message: '不支持的Api' },
      { kind: 'refused', retcode: 200 },
    ],
  ])('%j', async (fields, outcome) => {
    const { call, answer, echoOf } = open()
    const calling = call('get_msg')
    answer({ ...fields, echo: echoOf(0) })
    expect(await calling).toMatchObject(outcome)
  })

  it('E15: all at once when the connection ends, and later ones are not written', async () => {
    const { calls, call, written, clock } = open()
    const pending = [call('a'), call('b')]
    calls.close()
    expect(await Promise.all(pending)).toEqual([{ kind: 'closed' }, { kind: 'closed' }])
    expect(await call('c')).toEqual({ kind: 'not-written' })
    expect([written.length, clock.timers]).toEqual([2, 0])
  })

  it('after its time, with the signal, or never written', async () => {
    const { clock, call, written } = open()
    const late = call('a')
    clock.advance(10_000)
    expect(await late).toEqual({ kind: 'timeout' })
    const stop = new AbortController()
    const stopped = call('b', stop.signal)
    stop.abort()
    expect(await stopped).toEqual({ kind: 'aborted' })
    expect(await call('c', stop.signal)).toEqual({ kind: 'not-written' })
    expect([written.length, clock.timers]).toEqual([2, 0])
  })

  it('tells the round trip', () => {
    const { clock, call, answer, echoOf, roundTrips } = open()
    void call('a')
    clock.advance(42)
    answer({ ...ok, echo: echoOf(0) })
    expect(roundTrips).toEqual([42])
  })
})
