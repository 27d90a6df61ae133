import { memo } from 'react'
import { ConfigField } from '../../forms/config-field.tsx'
import type { Field } from '../../forms/field.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { PromptVersions } from '../../prompts/prompt-versions.tsx'

interface CorePromptFieldProps {
  field: Field
  value: string
}

/** The prompt of all chats, with the versions it had. */
export const CorePromptField = memo(function CorePromptField({ field, value }: CorePromptFieldProps) {
  const restore = (text: string) =>
    void editConfig([{ path: field.path, set: text }], t('已恢复成那一版，下一条就生效'))
  return (
    <ConfigField field={field} value={value}>
      <PromptVersions scope="core" size="small" current={value} onRestore={restore} />
    </ConfigField>
  )
})
