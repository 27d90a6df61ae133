import type { Character, CharacterFields } from '../../../shared/character.ts'
import { navigate } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { saveFile } from '../../ui/save-file.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

/** Makes a character and opens it. */
export async function createCharacter(fields: Partial<CharacterFields> & { name: string }): Promise<void> {
  try {
    const { id } = await call('characters.create', fields)
    showToast({ text: t('有了「{{name}}」', { name: fields.name }), undo: () => takeAway(id) })
    navigate(`/characters/${id}`)
  } catch (error) {
    showProblem(error)
  }
}

/** Makes one like it under another name, and stays where one is. */
export async function copyCharacter(character: Character, name: string): Promise<void> {
  const { avatar, prompt, greeting, settings } = character
  try {
    const { id } = await call('characters.create', {
      name,
      avatar,
      prompt,
      greeting,
      settings: settings as CharacterFields['settings'],
    })
    showToast({ text: t('已复制为「{{name}}」', { name }), undo: () => takeAway(id) })
  } catch (error) {
    showProblem(error)
  }
}

/** Deletes one at once, with six seconds to take it back. `players` chats play nobody from then on. */
export async function removeCharacter({ id, name }: Character, players: number): Promise<void> {
  try {
    await call('characters.remove', { id })
    showToast({
      text:
        players === 0
          ? t('已删掉「{{name}}」', { name })
          : t('已删掉「{{name}}」，{{n}} 个聊天不再扮演它', { name, n: players }),
      undo: async () => {
        await call('characters.remove', { id, undo: true })
      },
    })
  } catch (error) {
    showProblem(error)
  }
}

/** Hands a character out as a file. */
export async function exportCharacter({ id }: Character): Promise<void> {
  try {
    saveFile(await call('characters.export', { id }))
  } catch (error) {
    showProblem(error)
  }
}

/** The character of all chats that have not chosen one; null for none. */
export function setDefault(character: Character | null): void {
  const path = ['defaults', 'character']
  if (character === null) void editConfig([{ path, remove: true }], t('默认不扮演角色了'))
  else
    void editConfig(
      [{ path, set: character.id }],
      t('没单独选过的聊天都扮演「{{name}}」', { name: character.name }),
    )
}

async function takeAway(id: number): Promise<void> {
  await call('characters.remove', { id })
  navigate('/characters')
}
