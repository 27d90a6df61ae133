import { describe, expect, it } from 'vitest'
import { settingSources } from '../../../src/agent/config/inherit.ts'
import { CharacterFields, mostCharacters } from '../../../src/shared/character.ts'
import { problemOf } from '../../support/model-calls.ts'
import { editing } from './editing.ts'

type Editing = Awaited<ReturnType<typeof editing>>

const fieldsOf = (fields: Partial<CharacterFields> = {}) =>
  CharacterFields.parse({ name: '猫猫', prompt: '你是一只猫。', ...fields })

/** A character that the chat plays. */
function played({ editor, chat }: Editing, fields: Partial<CharacterFields> = {}) {
  const character = editor.createCharacter(fieldsOf(fields))
  editor.setOwn(chat.id, 'character', character.id)
  return character
}

const refusal = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) })

describe('the settings of a chat', () => {
  it('come from it, from its character, from everywhere, or from nowhere, and say so', async () => {
    await using at = await editing()
    await at.set('defaults.model', 'local/global')
    await at.set('defaults.history.tokens', 4000)
    const values = () => {
      const { model, history, temperature } = at.editor.settingsOf(at.here)
      return [model, history.tokens, temperature]
    }
    const sources = () => {
      const all = settingSources(at.editor.layersOf(at.here))
      return [all.model, all['history.tokens'], all.temperature]
    }
    expect([values(), sources()]).toEqual([
      ['local/global', 4000, null],
      ['global', 'global', 'default'],
    ])
    played(at, { settings: { model: 'local/cat', temperature: 0.2 } })
    expect([values(), sources()]).toEqual([
      ['local/cat', 4000, 0.2],
      ['character', 'global', 'character'],
    ])
    at.editor.setOwn(at.chat.id, 'model', 'local/own')
    expect([values(), sources()]).toEqual([
      ['local/own', 4000, 0.2],
      ['chat', 'global', 'character'],
    ])
    at.editor.setOwn(at.chat.id, 'model', undefined)
    at.editor.setOwn(at.chat.id, 'character', undefined)
    expect([values(), sources()]).toEqual([
      ['local/global', 4000, null],
      ['global', 'global', 'default'],
    ])
  })

  it('follow the character that everybody plays, unless the chat plays none', async () => {
    await using at = await editing()
    const { id } = at.editor.createCharacter(fieldsOf({ settings: { temperature: 0.2 } }))
    await at.set('defaults.character', id)
    expect(at.editor.characterOf(at.here)?.name).toBe('猫猫')
    expect(at.editor.settingsOf(at.here).temperature).toBe(0.2)
    at.editor.setOwn(at.chat.id, 'character', 0)
    expect(at.editor.characterOf(at.here)).toBeNull()
    expect(at.editor.settingsOf(at.here).temperature).toBeNull()
  })

  it('are new at once when any of the layers is', async () => {
    await using at = await editing()
    const { id } = played(at, { settings: { temperature: 0.2 } })
    const temperature = () => at.editor.settingsOf(at.here).temperature
    expect(temperature()).toBe(0.2)
    expect(at.editor.settingsOf(at.here)).toBe(at.editor.settingsOf(at.here))
    at.editor.editCharacter(id, at.editor.revision, [{ path: ['settings', 'temperature'], set: 0.3 }])
    expect(temperature()).toBe(0.3)
    at.editor.editCharacter(id, at.editor.revision, [{ path: ['settings', 'temperature'], remove: true }])
    expect(temperature()).toBeNull()
    await at.set('defaults.temperature', 1)
    expect(temperature()).toBe(1)
  })
})

describe('a character', () => {
  it('is told of when it is made, changed, removed and brought back', async () => {
    await using at = await editing()
    const told: number[] = []
    at.editor.onCharacterChange((id) => told.push(id))
    const { id } = at.editor.createCharacter(fieldsOf())
    at.editor.editCharacter(id, at.editor.revision, [{ path: ['name'], set: '狗狗' }])
    at.editor.setCharacterRemoved(id, true)
    at.editor.setCharacterRemoved(id, false)
    expect(told).toEqual([id, id, id, id])
    expect(at.storage.characters.get(id)?.name).toBe('狗狗')
  })

  it('has its changes recorded and taken back like everything else', async () => {
    await using at = await editing()
    const { id } = at.editor.createCharacter(fieldsOf())
    const before = at.editor.revision
    expect(at.editor.editCharacter(id, before, [{ path: ['prompt'], set: '你是一只狗。' }])).toBe(before + 1)
    expect(at.newest()).toMatchObject({
      scope: `character:${id}`,
      scopeTitle: '角色「猫猫」',
      path: 'prompt',
      before: '你是一只猫。',
      after: '你是一只狗。',
    })
    await at.editor.undo(at.newest()?.id ?? 0)
    expect(at.storage.characters.get(id)?.prompt).toBe('你是一只猫。')
  })

  it('is not changed by somebody who has not seen the last change', async () => {
    await using at = await editing()
    const { id } = at.editor.createCharacter(fieldsOf())
    const stale = at.editor.revision
    await at.set('botName', '小桃')
    expect(() => at.editor.editCharacter(id, stale, [{ path: ['name'], set: '狗狗' }])).toThrow(
      refusal('edit.stale'),
    )
  })

  it.each([
    ['a name of spaces', ['name'], '  '],
    ['no name', ['name'], undefined],
    ['a prompt of 20,001 characters', ['prompt'], 'x'.repeat(20_001)],
    ['a picture from elsewhere', ['avatar'], 'https://example.com/a.png'],
    ['a field there is not', ['mood'], 'good'],
    ['an id of its own', ['id'], 7],
    ['a setting of the wrong type', ['settings', 'temperature'], 'hot'],
    ['a setting there is not', ['settings', 'mood'], 'good'],
    ['a pattern that cannot be used', ['settings', 'triggers', 'patterns'], ['(']],
  ])('refuses %s and stays as it was', async (_what, path, set) => {
    await using at = await editing()
    const { id } = at.editor.createCharacter(fieldsOf())
    const before = at.storage.characters.get(id)
    const op = set === undefined ? { path, remove: true as const } : { path, set }
    expect(() => at.editor.editCharacter(id, at.editor.revision, [op])).toThrow(refusal('config.invalid'))
    expect(at.storage.characters.get(id)).toBe(before)
    expect(at.newest()).toBeUndefined()
  })

  it('can neither choose another one nor let a chat in', async () => {
    await using at = await editing()
    const { settings } = at.editor.createCharacter(
      fieldsOf({ settings: { character: 5, allowed: true, temperature: 1 } }),
    )
    expect(settings).toEqual({ temperature: 1 })
  })

  it('that was removed is played by nobody, and by those who played it once it is back', async () => {
    await using at = await editing()
    const { id } = played(at, { settings: { temperature: 0.2 } })
    at.editor.setCharacterRemoved(id, true)
    expect(at.editor.characterOf(at.here)).toBeNull()
    expect(at.editor.settingsOf(at.here).temperature).toBeNull()
    expect(() => at.editor.editCharacter(id, at.editor.revision, [{ path: ['name'], set: 'x' }])).toThrow(
      refusal('character.unknown'),
    )
    at.editor.setCharacterRemoved(id, false)
    expect(at.editor.characterOf(at.here)?.name).toBe('猫猫')
    expect(at.editor.settingsOf(at.here).temperature).toBe(0.2)
  })

  it('that never was cannot be removed', async () => {
    await using at = await editing()
    expect(() => at.editor.setCharacterRemoved(99, true)).toThrow(refusal('character.unknown'))
  })

  it('is one of so many at most, also of those that come back', async () => {
    await using at = await editing()
    const made = Array.from({ length: mostCharacters }, (_, n) =>
      at.editor.createCharacter(fieldsOf({ name: `猫${n}` })),
    )
    expect(() => at.editor.createCharacter(fieldsOf())).toThrow(refusal('character.too-many'))
    const [first] = made
    at.editor.setCharacterRemoved(first?.id ?? 0, true)
    at.editor.createCharacter(fieldsOf())
    expect(() => at.editor.setCharacterRemoved(first?.id ?? 0, false)).toThrow(refusal('character.too-many'))
  })
})

describe('the versions of a prompt', () => {
  const texts = ({ storage }: Editing, scope: string) =>
    storage.promptVersions.ofScope(scope).map(({ text }) => text)

  it('begin with what stood there before the first change', async () => {
    await using at = await editing()
    const original = at.config.value.corePrompt
    await at.set('corePrompt', '一')
    await at.set('corePrompt', '二')
    expect(texts(at, 'core')).toEqual(['二', '一', original])
  })

  it('are kept for the base, for each chat and for each character, and not mixed up', async () => {
    await using at = await editing()
    const { id } = at.editor.createCharacter(fieldsOf())
    await at.set('corePrompt', '基础')
    at.editor.setOwn(at.chat.id, 'prompt', '像猫')
    at.editor.editCharacter(id, at.editor.revision, [{ path: ['prompt'], set: '你是一只狗。' }])
    at.editor.editCharacter(id, at.editor.revision, [{ path: ['greeting'], set: '汪' }])
    await at.set('botName', '小桃')
    expect(texts(at, 'core')[0]).toBe('基础')
    expect(texts(at, `chat:${at.chat.id}`)).toEqual(['像猫'])
    expect(texts(at, `character:${id}`)).toEqual(['你是一只狗。', '你是一只猫。'])
  })

  it('have the taken back one on top again: restoring is setting it once more', async () => {
    await using at = await editing()
    at.editor.setOwn(at.chat.id, 'prompt', '一')
    at.editor.setOwn(at.chat.id, 'prompt', '二')
    const oldest = at.storage.promptVersions.ofScope(`chat:${at.chat.id}`).at(-1)
    at.editor.setOwn(at.chat.id, 'prompt', oldest?.text)
    expect(at.editor.settingsOf(at.here).prompt).toBe('一')
    expect(texts(at, `chat:${at.chat.id}`)).toEqual(['一', '二', '一'])
  })

  it('do not grow when nothing changed, and keep what was there when a prompt is taken away', async () => {
    await using at = await editing()
    at.editor.setOwn(at.chat.id, 'prompt', '一')
    at.editor.setOwn(at.chat.id, 'prompt', '一')
    at.editor.setOwn(at.chat.id, 'prompt', undefined)
    expect(texts(at, `chat:${at.chat.id}`)).toEqual(['一'])
  })

  it('are not made of what was refused', async () => {
    await using at = await editing()
    expect((await problemOf(at.set('corePrompt', 'x'.repeat(20_001)))).code).toBe('config.invalid')
    expect(texts(at, 'core')).toEqual([])
  })
})
