import { Select } from 'antd'
import { useMemo } from 'react'
import type { Config } from '../../shared/config.ts'
import { demoModel } from '../app/model-names.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { shortModel } from '../ui/format.ts'

interface ModelSelectProps {
  id?: string
  /** `provider/model` */
  value: string
  onChange: (model: string) => void
  variant?: 'outlined' | 'filled'
  label?: string
  /** What it is called to choose no model at all; without it one has to be chosen. */
  none?: string
}

const selectProviders = ({ config }: { config: Config }) => config.providers

/** One of the models there are, grouped by provider. A model that is gone is shown as such, not hidden. */
export function ModelSelect({ id, value, onChange, variant = 'outlined', label, none }: ModelSelectProps) {
  const providers = useTopic('config', selectProviders)
  const groups = useMemo(() => groupsOf(providers ?? []), [providers])
  const nothing = none !== undefined && value === ''
  const known = nothing || groups.some((group) => group.options.some((option) => option.value === value))
  const shown = nothing ? none : shortModel(value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      showSearch={{ optionFilterProp: 'value' }}
      style={{ width: '100%', minWidth: 200 }}
      variant={variant}
      value={value}
      options={none === undefined ? groups : [{ value: '', label: none }, ...groups]}
      status={known || !providers ? '' : 'error'}
      labelRender={() => (known || !providers ? shown : t('{{model}}（找不到了）', { model: value }))}
      onChange={onChange}
    />
  )
}

function groupsOf(providers: Config['providers']) {
  const own = providers
    .filter((provider) => provider.enabled && provider.models.length > 0)
    .map((provider) => ({
      label: provider.title || provider.id,
      options: provider.models.map(({ name }) => ({ value: `${provider.id}/${name}`, label: name })),
    }))
  return [...own, { label: t('演示'), options: [{ value: demoModel, label: shortModel(demoModel) }] }]
}
