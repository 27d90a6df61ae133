import { ConfigField } from '../../forms/config-field.tsx'
import { configField } from '../../forms/config-fields.ts'
import { t } from '../../i18n/i18n.ts'
import type { Access } from './people-edit.ts'
import { SettingSpot } from './setting-spot.tsx'

interface AccessFieldProps {
  name: keyof Access
  access: Access
}

/** One of the settings of `access`, as the schema describes it. */
export function AccessField({ name, access }: AccessFieldProps) {
  const path = `access.${name}`
  const field = configField(path)
  return (
    field && (
      <SettingSpot path={path}>
        <ConfigField field={field} value={access[name]} />
      </SettingSpot>
    )
  )
}

/** Title and help of a setting that has a control of its own. */
export function accessFieldWords(name: keyof Access): { title: string; help: string } {
  const field = configField(`access.${name}`)
  return { title: t(field?.title ?? name), help: t(field?.help ?? '') }
}
