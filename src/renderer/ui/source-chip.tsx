import { UndoOutlined } from '@ant-design/icons'
import { t } from '../i18n/i18n.ts'
import { Chip } from './chip.tsx'
import { IconButton } from './icon-button.tsx'
import styles from './source-chip.module.css'

export type Source = 'default' | 'global' | 'character' | 'chat'

interface SourceChipProps {
  from: Source
  /** The character it comes from. */
  character?: string | undefined
  /** Goes back to the value of the level above; shown as ↺. */
  onReset?: (() => void) | undefined
  /** What that value is, in words. */
  resetTo?: string | undefined
}

const tones = { default: 'mute', global: 'mute', character: 'info', chat: 'accent' } as const

/** Which level a value comes from. */
export function SourceChip({ from, character, onReset, resetTo }: SourceChipProps) {
  const words: Record<Source, string> = {
    default: t('默认'),
    global: t('全局'),
    character: character ? t('角色「{{name}}」', { name: character }) : t('角色'),
    chat: t('本聊天'),
  }
  return (
    <span className={styles.source}>
      <Chip tone={tones[from]} title={words[from]}>
        <span className={styles.word}>{words[from]}</span>
      </Chip>
      {onReset && (
        <IconButton small label={resetLabel(resetTo)} onClick={onReset}>
          <UndoOutlined />
        </IconButton>
      )}
    </span>
  )
}

function resetLabel(value: string | undefined): string {
  return value === undefined ? t('恢复为上一级的值') : t('恢复为上一级的值：{{value}}', { value })
}
