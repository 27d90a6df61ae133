import { t } from '../i18n/i18n.ts'
import { call, topicValue } from '../live/panel.ts'
import { showProblem, showToast } from '../ui/toast.tsx'

/** Stops all answering or goes on; messages are written down either way. */
export async function setPaused(paused: boolean): Promise<void> {
  try {
    await call('app.pause', { paused })
    showToast({
      text: paused ? t('已暂停，消息只记录不回') : t('已恢复回复'),
      undo: () => setPaused(!paused),
    })
  } catch (error) {
    showProblem(error)
  }
}

export async function togglePause(): Promise<void> {
  const { paused } = await topicValue('app')
  await setPaused(!paused)
}
