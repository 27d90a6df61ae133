import { UndoOutlined } from '@ant-design/icons'
import { t } from '../i18n/i18n.ts'
import { Chip } from './chip.tsx'
import { IconButton } from './icon-button.tsx'
import styles from './source-chip.module.css'

export type Source = 'default' | 'global' | 'character' | 'chat'

interface SourceChipProps {
  from: Source
  /** Goes back to the value of the level above; shown as ↺. */
  onReset?: (() => void) | undefined
}

/** Which level a value comes from. */
export function SourceChip({ from, onReset }: SourceChipProps) {
  const words: Record<Source, string> = {
    default: t('默认'),
    global: t('全局'),
    character: t('角色'),
    chat: t('本聊天'),
  }
  return (
    <span className={styles.source}>
      <Chip tone={from === 'chat' ? 'accent' : 'mute'}>{words[from]}</Chip>
      {onReset && (
        <IconButton small label={t('恢复为上一级的值')} onClick={onReset}>
          <UndoOutlined />
        </IconButton>
      )}
    </span>
  )
}
