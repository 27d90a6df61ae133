import { expect, it } from 'vitest'
import { showCharacters } from '../../../src/agent/characters/live-characters.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { CharacterFields } from '../../../src/shared/character.ts'
import type { Topics } from '../../../src/shared/state.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'

const fieldsOf = (name: string) => CharacterFields.parse({ name })
const tableOf = () => new Topic<Topics['characters']>({})
const names = ({ value }: Topic<Topics['characters']>) => Object.values(value).map(({ name }) => name)

it('shows the characters there are, and each as it is made, changed, removed and brought back', async () => {
  await using storage = await openTestStorage()
  const { characters } = storage
  const cat = characters.insert(fieldsOf('猫猫'), 0)
  const table = tableOf()
  const show = showCharacters(table, storage)
  expect(names(table)).toEqual(['猫猫'])
  const dog = characters.insert(fieldsOf('狗狗'), 0)
  show(dog.id)
  characters.change({ ...cat, name: '大猫' })
  show(cat.id)
  expect(names(table)).toEqual(['大猫', '狗狗'])
  characters.setRemoved(cat.id, 1)
  show(cat.id)
  expect(names(table)).toEqual(['狗狗'])
  characters.setRemoved(cat.id, null)
  show(cat.id)
  expect(names(table)).toEqual(['大猫', '狗狗'])
})

it('shows what is there after writes were lost', async () => {
  await using storage = await openTestStorage()
  const cat = storage.characters.insert(fieldsOf('猫猫'), 0)
  const table = tableOf()
  const show = showCharacters(table, storage)
  await storage.database.committed()
  storage.limitPages(20)
  const dog = storage.characters.insert(fieldsOf('狗狗'), 0)
  show(dog.id)
  storage.characters.change({ ...cat, name: '大猫' })
  show(cat.id)
  fillUp(storage.database)
  expect(names(table)).toEqual(['猫猫'])
})
