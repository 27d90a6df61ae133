import { call } from '../live/panel.ts'
import { showProblem } from '../ui/toast.tsx'

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
