import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { AccountState, PendingConnection } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { AccountCard } from './account-card.tsx'
import { type AccountDraft, draftOfAccount, draftOfPending, newDraft } from './account-draft.ts'
import { AccountDrawer } from './account-drawer.tsx'
import styles from './accounts-page.module.css'
import { ConnectDrawer } from './connect-drawer.tsx'
import { FirstAccount } from './first-account.tsx'
import { PendingList } from './pending-list.tsx'

/** Which drawer is open: a form, or the steps for the QQ end of a saved account. */
type Open = { kind: 'form'; draft: AccountDraft } | { kind: 'connect'; id: string } | null

const selectConfig = ({ config }: { config: Config }) => config
const selectStates = (states: Record<string, AccountState>) => states

export function AccountsPage() {
  const accounts = useTopic('config', selectConfig)?.accounts
  const states = useTopic('accounts', selectStates)
  const [open, setOpen] = useState<Open>(null)
  if (!accounts || !states) return <Skeleton />

  const add = async (mode: AccountDraft['mode'], pending?: PendingConnection) => {
    try {
      // Ends that already knock have a token of their own, or none.
      const token = mode === 'client' || pending ? '' : (await call('accounts.newToken', {})).token
      setOpen({ kind: 'form', draft: pending ? draftOfPending(pending, token) : newDraft(mode, token) })
    } catch (error) {
      showProblem(error)
    }
  }
  const online = accounts.filter(({ id }) => states[id]?.state === 'connected').length
  return (
    <>
      <PageHeader
        title={t('QQ 账号')}
        text={
          accounts.length === 0
            ? t('把 QQ 端连过来，机器人就能收发消息。')
            : t('{{all}} 个账号，{{online}} 个在线。', { all: accounts.length, online })
        }
      >
        {accounts.length > 0 && (
          <Button icon={<PlusOutlined />} onClick={() => void add('server')}>
            {t('加账号')}
          </Button>
        )}
      </PageHeader>
      <PendingList onAdd={(pending) => void add('server', pending)} />
      {accounts.length === 0 && <FirstAccount onAdd={(mode) => void add(mode)} />}
      <ul className={styles.cards}>
        {accounts.map((account) => (
          <li key={account.id}>
            <AccountCard
              account={account}
              state={states[account.id]}
              onEdit={() => setOpen({ kind: 'form', draft: draftOfAccount(account) })}
              onConnect={() => setOpen({ kind: 'connect', id: account.id })}
            />
          </li>
        ))}
      </ul>
      {open?.kind === 'form' && (
        <AccountDrawer
          initial={open.draft}
          accounts={accounts}
          onSaved={(id) => setOpen({ kind: 'connect', id })}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'connect' && (
        <ConnectDrawer
          account={accounts.find(({ id }) => id === open.id)}
          state={states[open.id]}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
