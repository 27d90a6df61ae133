import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Lanes } from '../../../src/agent/kernel/lanes.ts'
import { settle } from '../../support/fake-clock.ts'

/** Lanes whose jobs end when the test says so. */
function lanesOf(limits: { maxQueued?: number; maxRunning?: number } = {}) {
  const started: string[] = []
  const loads: string[] = []
  const open = new Map<string, () => void>()
  const settings = { maxQueued: 100, maxRunning: 100, ...limits }
  const lanes = new Lanes<string, string>({
    maxQueued: () => settings.maxQueued,
    maxRunning: () => settings.maxRunning,
    run: (job) => {
      started.push(job)
      return new Promise((resolve) => open.set(job, resolve))
    },
    onLoad: (running, queued) => loads.push(`${running}+${queued}`),
  })
  const finish = async (job: string) => {
    open.get(job)?.()
    open.delete(job)
    await settle(1)
  }
  return { lanes, started, loads, open, finish, settings }
}

it('runs the jobs of one lane one after the other', async () => {
  const { lanes, started, finish } = lanesOf()
  for (const job of ['a1', 'a2', 'a3']) lanes.push('a', job)
  expect(started).toEqual(['a1'])
  await finish('a1')
  expect(started).toEqual(['a1', 'a2'])
  await finish('a2')
  await finish('a3')
  expect(started).toEqual(['a1', 'a2', 'a3'])
})

it('runs lanes side by side, no more than it may', async () => {
  const { lanes, started, finish } = lanesOf({ maxRunning: 2 })
  for (const key of ['a', 'b', 'c']) lanes.push(key, `${key}1`)
  expect(started).toEqual(['a1', 'b1'])
  await finish('b1')
  expect(started).toEqual(['a1', 'b1', 'c1'])
})

it('lets the lane go first that became ready first: a busy lane cannot starve a quiet one', async () => {
  const { lanes, started, finish } = lanesOf({ maxRunning: 1 })
  for (const job of ['a1', 'a2', 'a3']) lanes.push('a', job)
  lanes.push('b', 'b1')
  await finish('a1')
  expect(started).toEqual(['a1', 'b1'])
  await finish('b1')
  expect(started).toEqual(['a1', 'b1', 'a2'])
})

it('refuses what does not fit behind the job that runs', async () => {
  const { lanes, finish } = lanesOf({ maxQueued: 2 })
  expect(['a1', 'a2', 'a3', 'a4'].map((job) => lanes.push('a', job))).toEqual([true, true, true, false])
  expect(lanes.isFull('a')).toBe(true)
  expect(lanes.push('b', 'b1')).toBe(true)
  await finish('a1')
  expect(lanes.push('a', 'a4')).toBe(true)
})

it('withdraws waiting jobs only, from one lane or from all', async () => {
  const { lanes, started, loads, finish } = lanesOf()
  for (const job of ['a1', 'a2', 'a3']) lanes.push('a', job)
  for (const job of ['b1', 'b2']) lanes.push('b', job)
  expect(lanes.withdraw((job) => job.endsWith('2'), 'a')).toEqual(['a2'])
  expect(lanes.withdraw(() => true)).toEqual(['a3', 'b2'])
  expect(lanes.withdraw(() => true, 'nobody')).toEqual([])
  expect(loads.at(-1)).toBe('2+0')
  await finish('a1')
  await finish('b1')
  expect(started).toEqual(['a1', 'b1'])
  expect(loads.at(-1)).toBe('0+0')
})

it('forgets a lane whose waiting jobs were all withdrawn before it could run', async () => {
  const { lanes, started, finish } = lanesOf({ maxRunning: 1 })
  lanes.push('a', 'a1')
  lanes.push('b', 'b1')
  lanes.withdraw(() => true, 'b')
  lanes.push('c', 'c1')
  await finish('a1')
  expect(started).toEqual(['a1', 'c1'])
})

it('is idle when nothing runs', async () => {
  const { lanes, finish } = lanesOf()
  await lanes.idle()
  lanes.push('a', 'a1')
  lanes.push('a', 'a2')
  let idle = false
  void lanes.idle().then(() => {
    idle = true
  })
  await finish('a1')
  expect(idle).toBe(false)
  await finish('a2')
  expect(idle).toBe(true)
})

it('keeps order, limits and counts whatever happens in whatever order', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('push' as const), key: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ do: fc.constant('finish' as const), nth: fc.nat(5) }),
    fc.record({ do: fc.constant('withdraw' as const), key: fc.constantFrom('a', 'b', 'c', undefined) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { lanes, started, loads, open, finish } = lanesOf({ maxQueued: 3, maxRunning: 2 })
      const accepted: string[] = []
      const withdrawn = new Set<string>()
      for (const [index, what] of steps.entries()) {
        if (what.do === 'push') {
          const job = `${what.key}${index}`
          if (lanes.push(what.key, job)) accepted.push(job)
        } else if (what.do === 'withdraw') {
          for (const job of lanes.withdraw((_job) => index % 2 === 0, what.key)) withdrawn.add(job)
        } else {
          const running = [...open.keys()]
          const job = running[what.nth % Math.max(1, running.length)]
          if (job !== undefined) await finish(job)
        }
        expect(open.size).toBeLessThanOrEqual(2)
        expect(new Set([...open.keys()].map((job) => job[0])).size).toBe(open.size)
        const queued = accepted.length - started.length - withdrawn.size
        if (loads.length > 0) expect(loads.at(-1)).toBe(`${open.size}+${queued}`)
      }
      while (open.size > 0) for (const job of [...open.keys()]) await finish(job)
      await lanes.idle()
      for (const key of ['a', 'b', 'c']) {
        const of = (jobs: string[]) => jobs.filter((job) => job.startsWith(key))
        expect(of(started)).toEqual(of(accepted).filter((job) => !withdrawn.has(job)))
      }
    }),
    { numRuns: 60 },
  )
})
