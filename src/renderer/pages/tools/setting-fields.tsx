import type { Config } from '../../../shared/config.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import { configField } from '../../forms/config-fields.ts'
import { valueAt } from '../../forms/field-value.ts'
import { SettingSpot } from '../access/setting-spot.tsx'

interface SettingFieldsProps {
  /** Dotted paths in the configuration. */
  paths: readonly string[]
  config: Config
}

/** Settings as the schema describes them, one a row. */
export function SettingFields({ paths, config }: SettingFieldsProps) {
  return paths.map((path) => {
    const field = configField(path)
    return (
      field && (
        <SettingSpot key={path} path={path}>
          <ConfigField field={field} value={valueAt(config, field.path)} />
        </SettingSpot>
      )
    )
  })
}
