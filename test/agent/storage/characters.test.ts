import { expect, it } from 'vitest'
import { openDatabase } from '../../../src/agent/storage/database.ts'
import { storageOf } from '../../../src/agent/storage/storage.ts'
import { CharacterFields } from '../../../src/shared/character.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'

const fields = CharacterFields.parse({
  name: '猫猫',
  avatar: 'data:image/png;base64,iVBORw0KGgo=',
  prompt: '你是一只猫。',
  greeting: '喵',
  settings: { temperature: 0.2, triggers: { nicknames: ['猫猫'] } },
})

it('has the same characters after a restart, those that were removed still removed', async () => {
  await using storage = await openTestStorage()
  const kept = storage.characters.insert(fields, 10)
  const removed = storage.characters.insert({ ...fields, name: '狗狗' }, 20)
  storage.characters.change({ ...kept, greeting: '喵喵' })
  storage.characters.setRemoved(removed.id, 30)
  await storage.database.committed()
  const database = await openDatabase(storage.path, { failed: () => undefined, committed: () => undefined })
  const { characters } = storageOf(database)
  expect(characters.all()).toEqual([{ ...fields, greeting: '喵喵', id: kept.id, createdAt: 10 }])
  expect(characters.get(removed.id)).toBeNull()
  expect(characters.setRemoved(removed.id, null)).toBe(true)
  expect(characters.get(removed.id)?.name).toBe('狗狗')
  database.close()
})

it('keeps the place of one that was removed and brought back', async () => {
  await using storage = await openTestStorage()
  const { characters } = storage
  const first = characters.insert(fields, 10)
  characters.insert({ ...fields, name: '狗狗' }, 20)
  characters.setRemoved(first.id, 30)
  characters.setRemoved(first.id, null)
  expect(characters.all().map(({ name }) => name)).toEqual(['猫猫', '狗狗'])
})

it('knows no character that was never there', async () => {
  await using storage = await openTestStorage()
  expect(storage.characters.get(1)).toBeNull()
  expect(storage.characters.setRemoved(1, 10)).toBe(false)
  expect(() => storage.characters.change({ ...fields, id: 1, createdAt: 0 })).toThrow('no character 1')
})

it('forgets what was lost with its transaction', async () => {
  await using storage = await openTestStorage()
  const kept = storage.characters.insert(fields, 10)
  await storage.database.committed()
  storage.limitPages(20)
  const lost = storage.characters.insert({ ...fields, name: '狗狗' }, 20)
  storage.characters.change({ ...kept, name: '变了' })
  fillUp(storage.database)
  expect(storage.characters.get(lost.id)).toBeNull()
  expect(storage.characters.all().map(({ name }) => name)).toEqual(['猫猫'])
})
