import { Switch } from 'antd'
import { useId } from 'react'
import { t } from '../i18n/i18n.ts'
import { editConfig } from '../live/edit.ts'
import styles from './enabled-switch.module.css'

interface EnabledSwitchProps {
  /** Of the entry in the configuration, such as `['providers', 'deepseek']`. */
  path: string[]
  /** What it is called in the toast. */
  name: string
  enabled: boolean
}

/** Switches an entry of the configuration on or off, at once. */
export function EnabledSwitch({ path, name, enabled }: EnabledSwitchProps) {
  const id = useId()
  const change = (on: boolean) =>
    void editConfig(
      [{ path: [...path, 'enabled'], set: on }],
      on ? t('已启用「{{name}}」', { name }) : t('已停用「{{name}}」', { name }),
    )
  return (
    <span className={styles.enabled}>
      <label htmlFor={id}>{t('启用')}</label>
      <Switch id={id} checked={enabled} onChange={change} />
    </span>
  )
}
