import { expect, it } from 'vitest'
import { problemOf } from '../../support/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'

it('what a tool remembers is its own, in one chat, as JSON', async () => {
  await using storage = await openTestStorage()
  const { toolValues: values, chats } = storage
  const here = chats.at(addressOf(), null).id
  const there = chats.at(addressOf('group', '30001'), null).id
  values.set('counter', here, 'n', { times: [1, null, '三'] })
  values.set('counter', here, 'n', { times: [2] })
  expect(values.get('counter', here, 'n')).toEqual({ times: [2] })
  expect(values.get('counter', there, 'n')).toBeUndefined()
  expect(values.get('other', here, 'n')).toBeUndefined()
  values.delete('counter', here, 'n')
  expect(values.get('counter', here, 'n')).toBeUndefined()
})

it('is refused when it is too large, no JSON, or one too many', async () => {
  await using storage = await openTestStorage()
  const { toolValues: values } = storage
  const here = storage.chats.at(addressOf(), null).id
  const codeOf = (key: string, value: unknown) => problemOf((async () => values.set('t', here, key, value))())
  values.set('t', here, 'big', '中'.repeat(21_844))
  expect(await codeOf('big', '中'.repeat(21_846))).toMatchObject({ code: 'tool-values.too-large' })
  expect(await codeOf('n', 1n)).toMatchObject({ code: 'tool-values.no-json' })
  expect(await codeOf('f', () => 1)).toMatchObject({ code: 'tool-values.no-json' })
  expect(await codeOf('k'.repeat(201), 1)).toMatchObject({ code: 'tool-values.long-key' })
  for (let index = 1; index < 1000; index++) values.set('t', here, `k${index}`, index)
  expect(await codeOf('one more', 1)).toMatchObject({ code: 'tool-values.too-many' })
  values.set('t', here, 'k1', 'changed')
  expect(values.get('t', here, 'k1')).toBe('changed')
})
