import { type ReactNode, useId } from 'react'
import { t } from '../i18n/i18n.ts'
import { SourceChip } from '../ui/source-chip.tsx'
import { type Field, isTyped } from './field.ts'
import { FieldControl } from './field-control.tsx'
import styles from './field-row.module.css'
import { isFallback } from './field-value.ts'
import { HelpText } from './help-text.tsx'
import { type Save, useSaving } from './use-saving.ts'

interface FieldRowProps {
  field: Field
  value: unknown
  /** Called with a value that has been checked; what it is refused for is shown in the row. */
  onSave: Save
  /** Goes back to the built-in value. */
  onReset: () => void
  /** Below the control. */
  children?: ReactNode
}

/** One setting for all: its name and help, where its value comes from, and the control that changes it. */
export function FieldRow({ field, value, onSave, onReset, children }: FieldRowProps) {
  const id = useId()
  const { refusal, save } = useSaving(onSave)
  const untouched = isFallback(field, value)
  const { kind } = field.control
  const wide =
    kind === 'list' || kind === 'models' || (field.control.kind === 'text' && field.control.multiline)
  return (
    <div className={styles.row} data-wide={wide || undefined}>
      <div className={styles.words}>
        <label id={`${id}-label`} htmlFor={id}>
          {t(field.title)}
        </label>
        <p id={`${id}-help`}>
          <HelpText text={t(field.help)} />
        </p>
        {!isTyped(field.control) && refusal && (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
      </div>
      <div className={styles.control}>
        <FieldControl id={id} field={field} value={value} onSave={save} refusal={refusal} />
        {children}
      </div>
      <div className={styles.source}>
        <SourceChip from={untouched ? 'default' : 'global'} onReset={untouched ? undefined : onReset} />
      </div>
    </div>
  )
}
