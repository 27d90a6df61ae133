import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'

/** Answers a chat from now on, or only writes down what is said in it. */
export function allowChat(chatId: number, allowed: boolean, title: string): Promise<boolean> {
  return editChat(
    chatId,
    [{ path: ['allowed'], set: allowed }],
    allowed ? t('开始回「{{title}}」了', { title }) : t('不再回「{{title}}」', { title }),
  )
}
