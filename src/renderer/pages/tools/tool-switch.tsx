import { Switch } from 'antd'
import { t } from '../../i18n/i18n.ts'
import { saveRule } from './save-rule.ts'

interface ToolSwitchProps {
  name: string
  title: string
  on: boolean
  small?: boolean
}

/** Whether models hear of a tool at all, in every chat that does not say otherwise. */
export function ToolSwitch({ name, title, on, small = false }: ToolSwitchProps) {
  const change = (enabled: boolean) =>
    void saveRule(
      name,
      { enabled: enabled ? undefined : false },
      enabled ? t('「{{title}}」能用了', { title }) : t('「{{title}}」关掉了', { title }),
    )
  return (
    <Switch
      size={small ? 'small' : 'medium'}
      checked={on}
      aria-label={t('启用「{{title}}」', { title })}
      onChange={change}
    />
  )
}
