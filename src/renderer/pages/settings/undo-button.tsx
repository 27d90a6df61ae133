import { Button } from 'antd'
import type { Change } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

/** Takes one change back; `title` says which. */
export function UndoButton({ change, title }: { change: Change; title: string }) {
  const undo = async () => {
    try {
      await call('config.undo', { changeId: change.id })
      showToast({ text: t('已撤销') })
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <Button
      size="small"
      type="text"
      disabled={change.undone}
      aria-label={t('撤销「{{title}}」', { title })}
      onClick={() => void undo()}
    >
      {change.undone ? t('已撤销') : t('撤销')}
    </Button>
  )
}
