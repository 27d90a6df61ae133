import { Select } from 'antd'
import { useMemo } from 'react'
import type { Config } from '../../shared/config.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { shortModel } from '../ui/format.ts'
import { isOffered, modelGroups } from './model-options.ts'

interface ModelSelectProps {
  id?: string
  /** `provider/model` */
  value: string
  onChange: (model: string) => void
  variant?: 'outlined' | 'filled'
  label?: string
  /** What it is called to choose no model at all; without it one has to be chosen. */
  none?: string
  /** May be narrower than a name of usual length. */
  narrow?: boolean
  /** Only those that see pictures are offered. */
  vision?: boolean
}

const selectProviders = ({ config }: { config: Config }) => config.providers

/** One of the models there are, grouped by provider. A model that is gone is shown as such, not hidden. */
export function ModelSelect(props: ModelSelectProps) {
  const { id, value, onChange, variant = 'outlined', label, none, narrow = false, vision = false } = props
  const providers = useTopic('config', selectProviders)
  const groups = useMemo(() => modelGroups(providers ?? [], vision), [providers, vision])
  const nothing = none !== undefined && value === ''
  const known = nothing || isOffered(groups, value)
  const shown = nothing ? none : shortModel(value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      showSearch={{ optionFilterProp: 'value' }}
      style={{ width: '100%', ...(!narrow && { minWidth: 200 }) }}
      popupMatchSelectWidth={narrow ? 260 : true}
      variant={variant}
      value={value}
      options={none === undefined ? groups : [{ value: '', label: none }, ...groups]}
      status={known || !providers ? '' : 'error'}
      labelRender={() => (known || !providers ? shown : t('{{model}}（找不到了）', { model: value }))}
      onChange={onChange}
    />
  )
}
