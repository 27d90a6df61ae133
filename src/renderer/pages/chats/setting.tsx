import type { ReactNode } from 'react'
import { type Source, SourceChip } from '../../ui/source-chip.tsx'
import styles from './setting.module.css'

interface SettingProps {
  id: string
  title: string
  source: Source
  onReset: () => void
  /** Its effect, in a sentence. */
  help?: string
  /** Beside the name instead of below it, for switches and short numbers. */
  inline?: boolean
  children: ReactNode
}

/** One setting of a chat: the name, where the value comes from, the control, what it does. */
export function Setting({ id, title, source, onReset, help, inline = false, children }: SettingProps) {
  return (
    <div>
      <div className={styles.row}>
        <label htmlFor={id}>{title}</label>
        <SourceChip from={source} onReset={source === 'chat' ? onReset : undefined} />
        {inline && children}
      </div>
      {!inline && children}
      {help && <p className={styles.help}>{help}</p>}
    </div>
  )
}
