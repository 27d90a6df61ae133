import { Button } from 'antd'
import type { Account } from '../../../shared/config.ts'
import type { AccountState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatAgo, formatCount, formatDuration } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Status } from '../../ui/status.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './account-card.module.css'
import { AttemptList } from './attempt-list.tsx'
import { accountName, connectionWord } from './connection-words.ts'

interface AccountCardProps {
  account: Account
  /** Absent for the moment between saving and starting. */
  state: AccountState | undefined
  onEdit: () => void
  /** Opens the steps for the QQ end. */
  onConnect: () => void
}

export function AccountCard({ account, state, onEdit, onConnect }: AccountCardProps) {
  const now = useNow(1000)
  const { tone, word } = connectionWord(state?.state ?? (account.enabled ? 'connecting' : 'disabled'))
  const name = state ? accountName(state) : account.title || account.id
  const online = state?.state === 'connected'
  const reconnect = () => void call('accounts.reconnect', { id: account.id }).catch(showProblem)
  return (
    <article
      className={styles.card}
      data-tone={tone}
      aria-label={t('账号 {{name}}：{{word}}', { name, word })}
    >
      <header className={styles.head}>
        <Monogram name={name} size={36} />
        <div className={styles.names}>
          <b title={name}>{name}</b>
          <span>{state?.selfId ?? account.selfId ?? t('连上后自动认出号码')}</span>
        </div>
        <Status tone={tone} pulse={online}>
          {word}
          {state?.state === 'waiting-retry' && retryWords(state, now)}
        </Status>
      </header>
      {state?.problem && (
        <p className={styles.problem} role="alert">
          <b>{state.problem.message}</b>
          {state.problem.hint}
        </p>
      )}
      {state && (
        <>
          <div className={styles.address}>
            <span>{account.mode === 'server' ? t('QQ 端连到') : t('我们连到')}</span>
            <code title={state.address}>{state.address}</code>
            <CopyButton text={state.address} />
          </div>
          <Facts state={state} now={now} />
        </>
      )}
      <AttemptList attempts={state?.attempts ?? []} limit={3} />
      <footer className={styles.actions}>
        {account.mode === 'server' && (
          <Button size="small" onClick={onConnect}>
            {t('连接步骤')}
          </Button>
        )}
        <Button size="small" disabled={!account.enabled} onClick={reconnect}>
          {t('重连')}
        </Button>
        <span />
        <Button size="small" type="text" onClick={onEdit}>
          {t('修改')}
        </Button>
      </footer>
    </article>
  )
}

function retryWords({ nextRetryAt }: AccountState, now: number): string {
  if (nextRetryAt === null || nextRetryAt <= now) return ''
  return t('，{{n}} 秒后', { n: Math.ceil((nextRetryAt - now) / 1000) })
}

function Facts({ state, now }: { state: AccountState; now: number }) {
  const ago = (at: number | null) => (at === null ? '–' : formatAgo(at, now))
  return (
    <dl className={styles.facts}>
      <Fact name={t('程序')} value={state.endName ?? '–'} />
      <Fact name={t('心跳')} value={ago(state.lastHeartbeatAt)} />
      <Fact name={t('延迟')} value={state.latencyMs === null ? '–' : formatDuration(state.latencyMs)} />
      <Fact
        name={t('已连')}
        value={state.connectedAt === null ? '–' : formatDuration(now - state.connectedAt)}
      />
      <Fact name={t('事件')} value={formatCount(state.events)} />
      <Fact name={t('读不懂')} value={formatCount(state.badFrames)} warn={state.badFrames > 0} />
      <Fact name={t('重复')} value={formatCount(state.duplicates)} />
    </dl>
  )
}

function Fact({ name, value, warn = false }: { name: string; value: string; warn?: boolean }) {
  return (
    <div data-warn={warn || undefined}>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </div>
  )
}
