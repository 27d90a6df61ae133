import { describe, expect, it } from 'vitest'
import { CallGate } from '../../../src/agent/models/call-gate.ts'
import { settle } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'

function gateOf(limit: number) {
  const loads: string[] = []
  const gate: CallGate = new CallGate(limit, () => loads.push(`${gate.running}+${gate.waiting}`))
  return { gate, loads }
}

describe('the gate', () => {
  it('lets as many in as it may, the others in the order in which they came', async () => {
    const { gate } = gateOf(2)
    const order: string[] = []
    const enter = async (name: string) => {
      const leave = await gate.enter(never())
      order.push(name)
      return leave
    }
    const leaves = ['a', 'b', 'c', 'd'].map(enter)
    await settle()
    expect(order).toEqual(['a', 'b'])
    ;(await leaves[1])?.()
    await settle()
    expect(order).toEqual(['a', 'b', 'c'])
    ;(await leaves[0])?.()
    ;(await leaves[2])?.()
    await settle()
    expect(order).toEqual(['a', 'b', 'c', 'd'])
    expect([gate.running, gate.waiting]).toEqual([1, 0])
  })

  it('frees one place however often one leaves', async () => {
    const { gate } = gateOf(1)
    const leave = await gate.enter(never())
    const second = gate.enter(never())
    const third = gate.enter(never())
    leave()
    leave()
    await second
    expect([gate.running, gate.waiting]).toEqual([1, 1])
    ;(await second)()
    await third
  })

  it('forgets who was aborted while waiting', async () => {
    const { gate, loads } = gateOf(1)
    const leave = await gate.enter(never())
    const controller = new AbortController()
    const waiting = gate.enter(controller.signal)
    const next = gate.enter(never())
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    await expect(gate.enter(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    leave()
    await next
    expect([gate.running, gate.waiting]).toEqual([1, 0])
    expect(loads.at(-1)).toBe('1+0')
  })

  it('follows a changed limit at once, without breaking running calls', async () => {
    const { gate } = gateOf(1)
    const calls = [gate.enter(never()), gate.enter(never()), gate.enter(never())]
    gate.limit = 3
    const leaves = await Promise.all(calls)
    gate.limit = 1
    expect(gate.running).toBe(3)
    const late = gate.enter(never())
    leaves[0]?.()
    leaves[1]?.()
    expect(gate.waiting).toBe(1)
    leaves[2]?.()
    await late
    expect(gate.running).toBe(1)
  })
})
