import { type ReactNode, useId } from 'react'
import { t } from '../i18n/i18n.ts'
import { SourceChip } from '../ui/source-chip.tsx'
import type { Field } from './field.ts'
import { FieldControl } from './field-control.tsx'
import styles from './field-row.module.css'
import { isFallback } from './field-value.ts'

interface FieldRowProps {
  field: Field
  value: unknown
  /** Called with a value that has been checked. */
  onSave: (value: unknown) => void
  /** Goes back to the built-in value. */
  onReset: () => void
  /** Draws a control of its own instead of the one that the schema suggests; it takes the label's id. */
  control?: false | ((id: string) => ReactNode)
}

/** One setting: its name and help, where its value comes from, and the control that changes it. */
export function FieldRow({ field, value, onSave, onReset, control }: FieldRowProps) {
  const id = useId()
  const untouched = isFallback(field, value)
  const wide = field.control.kind === 'list' || (field.control.kind === 'text' && field.control.multiline)
  return (
    <div className={styles.row} data-wide={wide || undefined}>
      <div className={styles.words}>
        <label htmlFor={id}>{t(field.title)}</label>
        <p id={`${id}-help`}>{t(field.help)}</p>
      </div>
      <div className={styles.control}>
        {control ? control(id) : <FieldControl id={id} field={field} value={value} onSave={onSave} />}
      </div>
      <div className={styles.source}>
        <SourceChip from={untouched ? 'default' : 'global'} onReset={untouched ? undefined : onReset} />
      </div>
    </div>
  )
}
