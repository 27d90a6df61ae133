import { Switch } from 'antd'
import type { ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { saveRule } from './save-rule.ts'

interface ToolSwitchProps {
  tool: Pick<ToolState, 'name' | 'title' | 'offByDefault'>
  on: boolean
  small?: boolean
}

/** Whether models hear of a tool at all, in every chat that does not say otherwise. */
export function ToolSwitch({ tool: { name, title, offByDefault }, on, small = false }: ToolSwitchProps) {
  const change = (enabled: boolean) =>
    void saveRule(
      name,
      { enabled: enabled === !offByDefault ? undefined : enabled },
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
