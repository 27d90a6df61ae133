import { Button } from 'antd'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import styles from './chat-rules.module.css'
import { mergePresets, presetOf, presetOps } from './merge-presets.ts'

interface MergePresetButtonsProps {
  chatId: number
  kind: ChatRow['kind']
  view: ChatSettingsView
}

/** The usual ways to wait, one click each. */
export function MergePresetButtons({ chatId, kind, view }: MergePresetButtonsProps) {
  const present = presetOf(view.values.merge, view.sources, kind)
  return (
    <div className={styles.presets} role="toolbar" aria-label={t('常用的等法')}>
      {mergePresets(kind).map((preset) => (
        <Button
          key={preset.id}
          size="small"
          aria-pressed={preset.id === present}
          onClick={() => {
            const ops = presetOps(preset, view.sources)
            if (ops.length > 0)
              void editChat(chatId, ops, t('合并等待改成「{{title}}」', { title: t(preset.title) }))
          }}
        >
          {t(preset.title)}
        </Button>
      ))}
    </div>
  )
}
