import { CloseOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import type { Secret } from '../../shared/secret.ts'
import { t } from '../i18n/i18n.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Complaint } from './complaint.tsx'
import styles from './named-row.module.css'
import { SecretInput } from './secret-input.tsx'

/** A name with a value that is kept secret, as a header or a variable. */
export interface NamedSecret {
  name: string
  secretValue: Secret
}

interface NamedRowProps {
  one: NamedSecret
  /** How its parts are called for those who do not see them. */
  labels: { name: string; value: string; remove: string }
  placeholder: string
  /** What is wrong with it. Of a name that is still empty nothing is said before it was left. */
  complaint: string | null
  /** Says what is wrong at once, as after somebody tried to save. */
  strict?: boolean
  onChange: (change: Partial<NamedSecret>) => void
  onRemove: () => void
}

/** One row of names with secret values; what was saved is never shown again. */
export function NamedRow(props: NamedRowProps) {
  const { one, labels, placeholder, complaint, strict = false, onChange, onRemove } = props
  const [left, setLeft] = useState(false)
  const said = strict || left || one.name !== '' ? complaint : null
  return (
    <div className={styles.row}>
      <div className={styles.pair}>
        <Input
          aria-label={labels.name}
          value={one.name}
          status={said === null ? '' : 'error'}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange({ name: event.target.value.trim() })}
          onBlur={() => setLeft(true)}
        />
        <SecretInput
          label={labels.value}
          value={one.secretValue}
          placeholder={t('值')}
          onChange={(secretValue) => onChange({ secretValue })}
        />
        <IconButton label={labels.remove} onClick={onRemove}>
          <CloseOutlined />
        </IconButton>
      </div>
      <Complaint text={said} />
    </div>
  )
}
