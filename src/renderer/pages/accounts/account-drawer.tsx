import { Button } from 'antd'
import { useState } from 'react'
import type { Account } from '../../../shared/config.ts'
import { EnabledSwitch } from '../../forms/enabled-switch.tsx'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import {
  type AccountDraft,
  complaintAboutDraft,
  newAccountId,
  opsOfAccountChange,
  opsOfNewAccount,
} from './account-draft.ts'
import styles from './account-drawer.module.css'
import { AccountForm } from './account-form.tsx'

interface AccountDrawerProps {
  initial: AccountDraft
  accounts: readonly Account[]
  /** A new account was saved and listens or dials now. */
  onSaved: (id: string) => void
  onClose: () => void
}

/** Adds an account or changes one. */
export function AccountDrawer({ initial, accounts, onSaved, onClose }: AccountDrawerProps) {
  const [draft, setDraft] = useState(initial)
  const saved = accounts.find(({ id }) => id === initial.id)
  const name = saved?.title || saved?.selfId || saved?.id || ''
  const complaint = complaintAboutDraft(draft)

  const save = async () => {
    if (saved) {
      const ops = opsOfAccountChange(saved, draft)
      if (ops.length === 0 || (await editConfig(ops, t('已改好「{{name}}」', { name })))) onClose()
      return
    }
    const id = newAccountId(new Set(accounts.map((account) => account.id)))
    if (await editConfig(opsOfNewAccount(id, draft), t('已加上账号'))) onSaved(id)
  }
  const remove = async () => {
    if (!saved) return
    const ops = [{ path: ['accounts', saved.id], remove: true as const }]
    if (await editConfig(ops, t('已删掉「{{name}}」', { name }))) onClose()
  }

  return (
    <SideDrawer
      open
      size={520}
      title={saved ? name : t('加 QQ 账号')}
      onClose={onClose}
      extra={saved && <EnabledSwitch path={['accounts', saved.id]} name={name} enabled={saved.enabled} />}
      footer={
        <div className={styles.footer}>
          {saved && (
            <Button danger type="text" onClick={() => void remove()}>
              {t('删掉')}
            </Button>
          )}
          <span>{complaint}</span>
          <Button onClick={onClose}>{t('取消')}</Button>
          <Button type="primary" disabled={complaint !== null} onClick={() => void save()}>
            {saved ? t('保存') : t('保存并连接')}
          </Button>
        </div>
      }
    >
      <AccountForm draft={draft} saved={saved ?? null} onChange={setDraft} />
    </SideDrawer>
  )
}
