import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

/** Forgets what was said so far, with six seconds to take it back. The messages stay on the page. */
export async function clearContext(chatId: number): Promise<void> {
  try {
    await call('chats.clear', { chatId })
    showToast({
      text: t('忘掉了前面说的'),
      undo: async () => {
        await call('chats.clear', { chatId, undo: true })
      },
    })
  } catch (error) {
    showProblem(error)
  }
}

/** Takes back the last clearing, however long ago. */
export async function restoreContext(chatId: number): Promise<void> {
  try {
    await call('chats.clear', { chatId, undo: true })
    showToast({ text: t('回到了上次清空以前') })
  } catch (error) {
    showProblem(error)
  }
}
