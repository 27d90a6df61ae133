import { type Character, CharacterFields } from '../../shared/character.ts'
import { cardFileName, readCard, writeCard } from '../characters/card.ts'
import { starters } from '../characters/starters.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Models } from '../models/models.ts'
import { type SettingsEditor, unknownCharacter } from '../settings/editor.ts'
import type { Storage } from '../storage/storage.ts'
import type { Handlers } from './call.ts'

type CharacterCalls = Pick<
  Handlers,
  | 'characters.starters'
  | 'characters.create'
  | 'characters.edit'
  | 'characters.remove'
  | 'characters.export'
  | 'characters.import'
  | 'prompts.versions'
  | 'prompts.name'
>

/** Characters and the versions of all prompts. */
export function characterHandlers(parts: {
  storage: Storage
  editor: SettingsEditor
  models: Pick<Models, 'resolve'>
}): CharacterCalls {
  const { storage, editor, models } = parts
  return {
    'characters.starters': () => [...starters],

    'characters.create': async (fields) => {
      const { id } = editor.createCharacter(CharacterFields.parse(fields))
      await storage.database.committed()
      return { id }
    },

    'characters.edit': async ({ id, revision, ops }) => {
      const next = editor.editCharacter(id, revision, ops)
      await storage.database.committed()
      return { revision: next }
    },

    'characters.remove': async ({ id, undo }) => {
      editor.setCharacterRemoved(id, !undo)
      await storage.database.committed()
      return null
    },

    'characters.export': ({ id }) => {
      const character = storage.characters.get(id)
      if (!character) throw unknownCharacter
      return { name: cardFileName(character.name), text: writeCard(character) }
    },

    'characters.import': async ({ text }) => {
      const { fields, notes } = readCard(text)
      const made = editor.createCharacter(fields)
      await storage.database.committed()
      return { id: made.id, notes: [...notes, ...missingModel(made)] }
    },

    'prompts.versions': ({ scope }) => storage.promptVersions.ofScope(scope),

    'prompts.name': async ({ id, name }) => {
      if (!storage.promptVersions.setName(id, name.trim())) {
        throw new ProblemError({
          code: 'prompt.no-version',
          message: '没有这个版本，可能太旧，已经清掉了',
          hint: '刷新一下页面',
        })
      }
      await storage.database.committed()
      return null
    },
  }

  /** A card may come from somebody who has other models. */
  function missingModel({ settings: { model } }: Character): string[] {
    if (typeof model !== 'string' || 'name' in models.resolve(model)) return []
    return [`它要用的模型「${model}」这里没有：在角色的设置里换一个，或者先加上提供商`]
  }
}
