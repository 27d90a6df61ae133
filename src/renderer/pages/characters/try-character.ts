import type { Character } from '../../../shared/character.ts'
import { sandboxScenes } from '../../../shared/sandbox.ts'
import { navigate } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { call, topicValue } from '../../live/panel.ts'
import { showProblem } from '../../ui/toast.tsx'
import { sandboxChat } from '../sandbox/sandbox-chat.ts'

/** Has the first chat of 试聊 play a character, and goes there. */
export async function tryCharacter({ id, name }: Pick<Character, 'id' | 'name'>): Promise<void> {
  const { config } = await topicValue('config')
  const [scene] = sandboxScenes
  const [person] = config.sandbox.people
  if (!scene || !person) return navigate('/sandbox')
  const { kind, id: place, title } = sandboxChat(scene, person)
  try {
    const { chatId } = await call('sandbox.open', { chat: { kind, id: place, title } })
    const ops = [{ path: ['character'], set: id }]
    if (await editChat(chatId, ops, t('试聊的私聊里换成「{{name}}」', { name }))) navigate('/sandbox')
  } catch (error) {
    showProblem(error)
  }
}
