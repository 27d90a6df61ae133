import { Config } from '../../../shared/config.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import { fieldsOf } from '../../forms/field.ts'
import { t } from '../../i18n/i18n.ts'
import type { Access } from './people-edit.ts'
import { SettingSpot } from './setting-spot.tsx'

/** Schemas do not change while the program runs. */
const fields = new Map(fieldsOf(Config).map((field) => [field.path.join('.'), field]))

interface AccessFieldProps {
  name: keyof Access
  access: Access
}

/** One of the settings of `access`, as the schema describes it. */
export function AccessField({ name, access }: AccessFieldProps) {
  const path = `access.${name}`
  const field = fields.get(path)
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
  const field = fields.get(`access.${name}`)
  return { title: t(field?.title ?? name), help: t(field?.help ?? '') }
}
