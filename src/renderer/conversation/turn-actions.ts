import { t } from '../i18n/i18n.ts'
import { call } from '../live/panel.ts'
import { showProblem, showToast } from '../ui/toast.tsx'

/** Answers a message again, or for the first time. */
export async function retryMessage(messageId: number): Promise<void> {
  try {
    await call('turns.retry', { messageId })
  } catch (error) {
    showProblem(error)
  }
}

export async function stopTurn(id: number): Promise<void> {
  try {
    await call('turns.stop', { id })
  } catch (error) {
    showProblem(error)
  }
}

/** Takes back something the bot said, in QQ too. */
export async function recallMessage(messageId: number): Promise<void> {
  try {
    await call('chats.recall', { messageId })
    showToast({ text: t('撤回了') })
  } catch (error) {
    showProblem(error)
  }
}
