import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { settle } from '../../support/fake-clock.ts'

it('stops what was started in reverse order, each before the next', async () => {
  const life = new Lifetime()
  const order: string[] = []
  life.defer(() => void order.push('first'))
  life.defer(async () => {
    await settle(1)
    order.push('second')
  })
  life.defer(() => void order.push('third'))
  await life.dispose()
  expect(order).toEqual(['third', 'second', 'first'])
})

it('aborts its signal before anything is undone', async () => {
  const life = new Lifetime()
  let aborted = false
  life.defer(() => {
    aborted = life.signal.aborted
  })
  expect(life.signal.aborted).toBe(false)
  await life.dispose()
  expect(aborted).toBe(true)
})

it('stops once, however often it is asked', async () => {
  const life = new Lifetime()
  let times = 0
  life.defer(() => void times++)
  await Promise.all([life.dispose(), life.dispose()])
  await life.dispose()
  expect(times).toBe(1)
})

it('undoes everything even when a part fails to stop, and names all failures', async () => {
  const life = new Lifetime()
  const order: string[] = []
  life.defer(() => void order.push('first'))
  life.defer(() => {
    throw new Error('broken')
  })
  life.defer(() => Promise.reject(new Error('broken as well')))
  await expect(life.dispose()).rejects.toMatchObject({
    errors: [{ message: 'broken as well' }, { message: 'broken' }],
  })
  expect(order).toEqual(['first'])
})

it('refuses to own anything once it has ended', async () => {
  const life = new Lifetime()
  await life.dispose()
  expect(() => life.defer(() => undefined)).toThrow('ended')
  expect(() => life.child()).toThrow('ended')
})

it('ends its children with it, at their place in the order', async () => {
  const life = new Lifetime()
  const order: string[] = []
  life.defer(() => void order.push('before'))
  const child = life.child()
  child.defer(() => void order.push('child'))
  life.defer(() => void order.push('after'))
  await life.dispose()
  expect(order).toEqual(['after', 'child', 'before'])
  expect(child.signal.aborted).toBe(true)
})

it('lets a child end earlier, without its parent, and only once', async () => {
  const life = new Lifetime()
  let times = 0
  const child = life.child()
  child.defer(() => void times++)
  await child.dispose()
  expect(life.signal.aborted).toBe(false)
  await life.dispose()
  expect(times).toBe(1)
})
