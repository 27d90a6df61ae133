import { type ReactNode, useEffect, useRef } from 'react'
import { type Source, SourceChip } from '../../ui/source-chip.tsx'
import styles from './setting.module.css'

interface SettingProps {
  id: string
  title: string
  /** Absent for what no level has but the chat. */
  source?: Source
  onReset?: () => void
  /** What a reset leads back to, in words. */
  resetTo?: string | undefined
  /** The character the value may come from. */
  character?: string | undefined
  /** Its effect, in a sentence. */
  help?: string
  /** Why the last change was refused. */
  problem?: string | null
  /** Beside the name instead of below it, for switches and short numbers. */
  inline?: boolean
  /** Changes each time somebody is led here; undefined while nobody is. */
  spot?: number | undefined
  children: ReactNode
}

/** One setting of a chat: the name, where the value comes from, the control, what it does. */
export function Setting(props: SettingProps) {
  const { id, title, source, onReset, resetTo, character, help, problem, inline = false, spot } = props
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (spot === undefined) return
    row.current?.scrollIntoView({ block: 'center' })
    controlIn(row.current, id)?.focus({ preventScroll: true })
  }, [spot, id])
  return (
    <div ref={row} className={styles.setting} data-spot={spot === undefined ? undefined : ''}>
      <div className={styles.row}>
        <label id={`${id}-label`} htmlFor={id}>
          {title}
        </label>
        {source && (
          <SourceChip
            from={source}
            character={character}
            onReset={source === 'chat' ? onReset : undefined}
            resetTo={resetTo}
          />
        )}
        {inline && props.children}
      </div>
      {!inline && props.children}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  )
}

/** What the label names; of a group of controls, the one that is on or the first. */
function controlIn(row: HTMLElement | null, id: string): HTMLElement | null {
  const named = row?.querySelector<HTMLElement>(`[id="${id}"]`) ?? null
  if (named?.matches('input, textarea, button')) return named
  const within = named ?? row
  return (
    within?.querySelector<HTMLElement>('input:checked') ??
    within?.querySelector<HTMLElement>('input, textarea, button') ??
    null
  )
}
