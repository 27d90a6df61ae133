import { expect, it } from 'vitest'
import { type Running, reconcile } from '../../../src/agent/kernel/reconcile.ts'

function things() {
  const running = new Map<string, Running<number>>()
  const events: string[] = []
  const parts = {
    same: (a: number, b: number) => a === b,
    start: async (key: string, config: number) => {
      events.push(`start ${key}${config}`)
      return { config, stop: async () => void events.push(`stop ${key}${config}`) }
    },
  }
  const update = (wanted: Record<string, number>) =>
    reconcile(running, new Map(Object.entries(wanted)), parts).then(() => events.splice(0))
  return { running, update }
}

it('starts what is new, restarts what changed, stops what is gone and leaves the rest alone', async () => {
  const { running, update } = things()
  expect(await update({ a: 1, b: 1, c: 1 })).toEqual(['start a1', 'start b1', 'start c1'])
  expect(await update({ a: 1, b: 2, d: 1 })).toEqual(['stop b1', 'stop c1', 'start b2', 'start d1'])
  expect([...running.keys()].sort()).toEqual(['a', 'b', 'd'])
})

it('frees what a changed thing held before it starts the new one', async () => {
  const { update } = things()
  await update({ a: 1 })
  expect(await update({ a: 2 })).toEqual(['stop a1', 'start a2'])
})
