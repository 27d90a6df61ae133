import { expect, test } from 'vitest'
import { applyBatch, isSnapshot, type LiveState } from '../../src/renderer/live/live-state.ts'
import type { StateMessage } from '../../src/shared/state.ts'
import { fullTopics } from './fake-topics.ts'

const topics = fullTopics(Date.UTC(2026, 10, 22))
const before: LiveState = { app: topics.app, chats: topics.chats, load: topics.load }

function batch(changes: StateMessage['topics']): StateMessage {
  return { sequence: 1, topics: changes }
}

test('a changed row is replaced and its neighbours stay the same objects', () => {
  const chat = { ...topics.chats[1], title: '新名字' } as (typeof topics.chats)[string]
  const after = applyBatch(before, batch({ chats: { whole: false, set: { 1: chat }, remove: [] } }))
  expect(after.chats?.[1]?.title).toBe('新名字')
  expect(after.chats?.[2]).toBe(before.chats?.[2])
  expect(after.app).toBe(before.app)
})

test('a removed row is gone', () => {
  const after = applyBatch(before, batch({ chats: { whole: false, set: {}, remove: ['1'] } }))
  expect(after.chats).not.toHaveProperty('1')
  expect(before.chats).toHaveProperty('1')
})

test('a whole value drops the rows that are no longer in it', () => {
  const after = applyBatch(before, batch({ chats: { whole: true, set: {}, remove: [] } }))
  expect(after.chats).toEqual({})
})

test('a part of a topic without a snapshot is not taken for the whole', () => {
  const after = applyBatch(before, batch({ usage: { whole: false, set: { calls: 3 }, remove: [] } }))
  expect(after.usage).toBeUndefined()
})

test('only a batch of whole values may follow any other', () => {
  const whole = { whole: true, set: topics.load, remove: [] }
  expect(isSnapshot(batch({ load: whole }))).toBe(true)
  expect(isSnapshot(batch({ load: whole, app: { whole: false, set: {}, remove: [] } }))).toBe(false)
})
