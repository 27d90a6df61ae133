import { expect, it } from 'vitest'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'

it('reaches the other listeners when one throws, and reports what was thrown', () => {
  const errors: unknown[] = []
  const emitter = new Emitter<number>((error) => errors.push(error))
  const heard: number[] = []
  emitter.on(() => {
    throw new Error('deaf')
  })
  emitter.on((value) => heard.push(value))
  emitter.emit(1)
  expect(heard).toEqual([1])
  expect(errors).toEqual([new Error('deaf')])
})

it('does not call a listener that left while a value goes round', () => {
  const emitter = new Emitter<number>()
  const heard: string[] = []
  emitter.on(() => {
    heard.push('first')
    leave()
  })
  const leave = emitter.on(() => heard.push('second'))
  emitter.emit(1)
  emitter.emit(2)
  expect(heard).toEqual(['first', 'first'])
})

it('knows whether anybody listens', () => {
  const emitter = new Emitter<number>()
  expect(emitter.hasListeners).toBe(false)
  const leave = emitter.on(() => undefined)
  expect(emitter.hasListeners).toBe(true)
  leave()
  leave()
  expect(emitter.hasListeners).toBe(false)
})
