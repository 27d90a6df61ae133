import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SecretInput } from '../models/key-input.tsx'
import styles from './form.module.css'
import { complaintAboutNamed, type NamedDraft } from './mcp-draft.ts'

interface NamedSecretsProps {
  /** 环境变量, 请求头. */
  title: string
  placeholder: string
  list: readonly NamedDraft[]
  onChange: (list: NamedDraft[]) => void
}

const most = 50

/** Names with values that are kept secret: what was saved is never shown again. */
export function NamedSecrets({ title, placeholder, list, onChange }: NamedSecretsProps) {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const set = (index: number, change: Partial<NamedDraft>) =>
    onChange(list.map((one, at) => (at === index ? { ...one, ...change } : one)))
  return (
    <fieldset className={styles.named}>
      <legend>{title}</legend>
      {list.map(({ name, secretValue }, index) => {
        const complaint = name !== '' || left.has(index) ? complaintAboutNamed(list, index, name) : null
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is typed
          <div key={index}>
            <div className={styles.pair}>
              <Input
                aria-label={t('{{title}} {{n}} 的名字', { title, n: index + 1 })}
                value={name}
                status={complaint === null ? '' : 'error'}
                spellCheck={false}
                placeholder={placeholder}
                onChange={(event) => set(index, { name: event.target.value.trim() })}
                onBlur={() => setLeft((before) => new Set(before).add(index))}
              />
              <SecretInput
                label={t('{{title}} {{n}} 的值', { title, n: index + 1 })}
                value={secretValue}
                placeholder={t('值')}
                onChange={(text) => set(index, { secretValue: text })}
              />
              <IconButton
                label={t('去掉 {{name}}', { name })}
                onClick={() => onChange(list.filter((_, at) => at !== index))}
              >
                <CloseOutlined />
              </IconButton>
            </div>
            {complaint !== null && (
              <p className={styles.complaint} role="alert">
                {complaint}
              </p>
            )}
          </div>
        )
      })}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={list.length >= most}
        onClick={() => onChange([...list, { name: '', secretValue: '' }])}
      >
        {t('加一个')}
      </Button>
    </fieldset>
  )
}
