import { memo, type ReactNode } from 'react'
import { t } from '../i18n/i18n.ts'
import { editConfig, tryEditConfig } from '../live/edit.ts'
import type { Field } from './field.ts'
import { FieldRow } from './field-row.tsx'
import { savedWords } from './field-value.ts'

interface ConfigFieldProps {
  field: Field
  value: unknown
  /** Below the control. */
  children?: ReactNode
}

/** A setting of the configuration, saved at once with a way back. Drawn again only when its own value changed. */
export const ConfigField = memo(
  function ConfigField({ field, value, children }: ConfigFieldProps) {
    const { path } = field
    return (
      <FieldRow
        field={field}
        value={value}
        onSave={(next) => tryEditConfig([{ path, set: next as never }], savedWords(field, next))}
        onReset={() =>
          void editConfig([{ path, remove: true }], t('「{{title}}」已恢复默认', { title: t(field.title) }))
        }
      >
        {children}
      </FieldRow>
    )
  },
  (before, after) =>
    before.field === after.field &&
    before.children === after.children &&
    JSON.stringify(before.value) === JSON.stringify(after.value),
)
