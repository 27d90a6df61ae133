import { Input } from 'antd'
import type { Secret } from '../../shared/secret.ts'
import { t } from '../i18n/i18n.ts'

interface SecretInputProps {
  id?: string
  label?: string
  value: Secret
  placeholder?: string
  autoFocus?: boolean
  onChange: (text: string) => void
}

/** What is kept secret: typed in, or 已保存. */
export function SecretInput(props: SecretInputProps) {
  const { id, label, value, placeholder = '', autoFocus = false, onChange } = props
  const kept = typeof value !== 'string'
  return (
    <Input.Password
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      value={kept ? '' : value}
      autoComplete="off"
      autoFocus={autoFocus}
      placeholder={kept ? t('已保存') : placeholder}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
