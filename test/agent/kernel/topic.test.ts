import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'

function topicOf(initial: Record<string, number>) {
  const topic = new Topic<Record<string, number>>(initial)
  const changed: string[] = []
  const stop = topic.subscribe((key) => changed.push(key))
  return { topic, changed, stop }
}

it('tells which field changed, after it changed', () => {
  const topic = new Topic({ a: 1, b: 1 })
  const seen: unknown[] = []
  topic.subscribe((key) => seen.push([key, topic.value[key]]))
  topic.patch({ a: 2, b: 1 })
  topic.set('b', 3)
  expect(seen).toEqual([
    ['a', 2],
    ['b', 3],
  ])
})

it('says nothing about a value that stays the same, not even NaN', () => {
  const { topic, changed } = topicOf({ a: 1, b: Number.NaN })
  topic.set('a', 1)
  topic.set('b', Number.NaN)
  expect(changed).toEqual([])
})

it('removes a row once and ignores rows that are not there', () => {
  const { topic, changed } = topicOf({ a: 1 })
  topic.remove('a')
  topic.remove('a')
  topic.remove('constructor')
  expect(changed).toEqual(['a'])
  expect(topic.value).toEqual({})
})

it('does not write into the object it began with', () => {
  const initial = { a: 1 }
  new Topic(initial).set('a', 2)
  expect(initial).toEqual({ a: 1 })
})

it('is silent after the last subscriber left', () => {
  const { topic, changed, stop } = topicOf({ a: 1 })
  stop()
  topic.set('a', 2)
  expect(changed).toEqual([])
})
