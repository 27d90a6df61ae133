import { expect, test } from 'vitest'
import { newToken, Sessions } from '../../src/serve/sessions.ts'

test('a one-time token opens exactly one session', () => {
  const sessions = new Sessions('token', false)
  expect(sessions.exchange('tokem')).toBeNull()
  const session = sessions.exchange('token')
  expect(sessions.knows(session ?? undefined)).toBe(true)
  expect(sessions.exchange('token')).toBeNull()
})

test('nobody is known without having exchanged a token', () => {
  const sessions = new Sessions('token', true)
  for (const session of [undefined, '', 'token', newToken()]) expect(sessions.knows(session)).toBe(false)
})

test('of more than a hundred browsers the first has to ask again', () => {
  const sessions = new Sessions('token', true)
  const opened = Array.from({ length: 101 }, () => sessions.exchange('token') ?? undefined)
  expect(new Set(opened).size).toBe(101)
  expect([sessions.knows(opened[0]), sessions.knows(opened[1]), sessions.knows(opened[100])]).toEqual([
    false,
    true,
    true,
  ])
})
