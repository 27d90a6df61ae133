import { expect, it } from 'vitest'
import { storageOf } from '../../../src/agent/storage/storage.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'

it('finds the same chat again by its address, in memory and after a restart', async () => {
  await using storage = await openTestStorage()
  const { chats, database } = storage
  const chat = chats.at(addressOf('group', '30001'), '三人群')
  expect(chats.at(addressOf('group', '30001'), null)).toBe(chat)
  expect(chats.at(addressOf('private', '30001'), null).id).not.toBe(chat.id)
  expect(chats.at(addressOf('group', '30001', '10002'), null).id).not.toBe(chat.id)
  await database.committed()
  const restarted = storageOf(database).chats
  expect(restarted.at(addressOf('group', '30001'), null)).toEqual(chat)
  expect(restarted.all()).toEqual(chats.all())
})

it('is called by its number until somebody says its name, and keeps up with new names', async () => {
  await using storage = await openTestStorage()
  const { chats } = storage
  expect(chats.at(addressOf('group', '30001'), null).title).toBe('30001')
  expect(chats.at(addressOf('group', '30001'), '三人群').title).toBe('三人群')
  expect(chats.at(addressOf('group', '30001'), null).title).toBe('三人群')
})

it('remembers through which group a temporary conversation runs', async () => {
  await using storage = await openTestStorage()
  const { chats, database } = storage
  const { id } = chats.at({ ...addressOf(), viaGroup: '30001' }, null)
  await database.committed()
  expect(storageOf(database).chats.get(id)?.address.viaGroup).toBe('30001')
  chats.at(addressOf(), null)
  expect(chats.get(id)?.address.viaGroup).toBeUndefined()
})

it('keeps settings and marks of the context', async () => {
  await using storage = await openTestStorage()
  const { chats, database } = storage
  const { id } = chats.at(addressOf(), '小明')
  chats.change(id, { settings: { model: 'a/b' }, contextFrom: 5, contextBeforeClear: 2, cutFrom: 3 })
  await database.committed()
  expect(storageOf(database).chats.get(id)).toMatchObject({
    settings: { model: 'a/b' },
    contextFrom: 5,
    contextBeforeClear: 2,
    cutFrom: 3,
  })
  expect(() => chats.change(99, { title: '?' })).toThrow('99')
})

it('does not go on believing in a chat whose row was lost with a full disk', async () => {
  await using storage = await openTestStorage()
  const { chats, database } = storage
  const known = chats.at(addressOf('private', '20001'), '小明')
  await database.committed()
  storage.limitPages(3)
  const lost = chats.at(addressOf('private', '20002'), '阿岚')
  chats.change(known.id, { title: '没存下的名字' })
  fillUp(database)
  storage.unlimitPages()
  const next = chats.at(addressOf('private', '20003'), '大橘')
  const again = chats.at(addressOf('private', '20002'), '阿岚')
  await database.committed()
  expect(new Set([known.id, next.id, again.id]).size).toBe(3)
  expect(lost.id).not.toBe(known.id)
  expect(chats.get(next.id)?.title).toBe('大橘')
  expect(chats.get(known.id)?.title).toBe('小明')
  expect(storageOf(database).chats.all()).toEqual(chats.all())
})
