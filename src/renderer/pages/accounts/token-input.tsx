import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Account, SecretRef } from '../../../shared/config.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { showProblem } from '../../ui/toast.tsx'
import styles from './account-drawer.module.css'

interface TokenInputProps {
  /** Whose saved token can be shown; null while it is new. */
  account: Account | null
  /** On our side of the wire a token is made up; on theirs it is copied from there. */
  canMake: boolean
  value: string | SecretRef
  onChange: (token: string) => void
}

/** The word both ends must know. A saved one is fetched only when somebody wants to see it. */
export function TokenInput({ account, canMake, value, onChange }: TokenInputProps) {
  const [shown, setShown] = useState<string | null>(null)
  const kept = typeof value !== 'string'
  const text = kept ? (shown ?? '') : value
  const show = async () => {
    if (!account) return
    setShown((await call('accounts.token', { id: account.id })).token)
  }
  const make = async () => onChange((await call('accounts.newToken', {})).token)
  return (
    <Labelled
      label={t('令牌')}
      help={canMake ? t('两边填一样的才放进来。') : t('QQ 端设了就照抄，没设就空着。')}
    >
      {(id) => (
        <div className={styles.token}>
          <Input
            id={id}
            value={text}
            spellCheck={false}
            autoComplete="off"
            placeholder={kept ? t('已保存') : ''}
            onChange={(event) => onChange(event.target.value.trim())}
          />
          {kept && shown === null ? (
            <Button onClick={() => void show().catch(showProblem)}>{t('显示')}</Button>
          ) : (
            <CopyButton text={text} />
          )}
          {canMake && <Button onClick={() => void make().catch(showProblem)}>{t('换一个')}</Button>}
        </div>
      )}
    </Labelled>
  )
}
