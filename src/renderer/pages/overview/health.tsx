import { splitModelName } from '../../../shared/config.ts'
import type { AccountState, ProcessState, ProviderState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { modelStanding, qqStanding, type Standing } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatPercent,
  formatSize,
  shortModel,
} from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import styles from './health.module.css'
import { HealthCard } from './health-card.tsx'
import { processStanding, storageStanding } from './host-standing.ts'

/** Four cards: the QQ ends, the model, the disk, the process. */
export function Health() {
  return (
    <div className={styles.cards}>
      <QQCard />
      <ModelCard />
      <HostCards />
    </div>
  )
}

const second = 1000
const values = <T,>(table: Record<string, T>): T[] => Object.values(table)

function QQCard() {
  const accounts = useTopic('accounts', values<AccountState>)
  const now = useNow(second)
  const standing = accounts && qqStanding(accounts)
  const first = accounts?.find((account) => account.state === 'connected') ?? accounts?.[0]
  return (
    <HealthCard
      name="QQ"
      href={hrefTo('/accounts')}
      standing={standing}
      main={accounts && qqTitle(accounts, first)}
      facts={[
        [t('心跳'), first?.lastHeartbeatAt ? formatAgo(first.lastHeartbeatAt, now) : '–'],
        [t('延迟'), first?.latencyMs == null ? '–' : formatDuration(first.latencyMs)],
      ]}
    />
  )
}

function qqTitle(accounts: AccountState[], first: AccountState | undefined): string {
  if (!first) return t('还没有账号')
  if (accounts.length > 1) return t('{{n}} 个账号', { n: accounts.length })
  const name = first.nickname ?? first.title
  const end = first.endName?.split(/[. ]/)[0]
  return [name, end].filter(Boolean).join(' · ') || t('还没连过')
}

function ModelCard() {
  const model = useTopic('config', ({ config }) => config.defaults.model)
  const providers = useTopic('providers', (all) => all)
  const state: ProviderState | undefined = providers?.[splitModelName(model ?? '')?.provider ?? '']
  return (
    <HealthCard
      name={t('模型')}
      href={hrefTo('/models')}
      standing={model && providers ? modelStanding(model, providers) : undefined}
      main={model && shortModel(model)}
      facts={[
        [t('首字'), state?.firstTokenMs == null ? '–' : formatDuration(state.firstTokenMs)],
        [t('成功率'), state?.successRate == null ? '–' : formatPercent(state.successRate)],
      ]}
    />
  )
}

function HostCards() {
  const state = useTopic('process', (process): ProcessState => process)
  const storage = state && storageStanding(state)
  const process: Standing | undefined = state && processStanding(state)
  return (
    <>
      <HealthCard
        name={t('存储')}
        href={hrefTo('/runtime')}
        standing={storage}
        main={state && storageTitle(state)}
        facts={[[t('消息'), state ? formatCount(state.messages) : '–']]}
      />
      <HealthCard
        name={t('进程')}
        href={hrefTo('/runtime')}
        standing={process}
        main={state && t('{{size}} 内存', { size: formatSize(state.rssBytes) })}
        facts={[
          ['CPU', state ? formatPercent(Math.round(state.cpuPercent * 10) / 1000) : '–'],
          [t('卡顿'), state ? formatDuration(state.loopDelayMs) : '–'],
        ]}
      />
    </>
  )
}

function storageTitle({ databaseBytes, freeDiskBytes }: ProcessState): string {
  const used = formatSize(databaseBytes)
  if (freeDiskBytes === null) return used
  return t('{{used}}，剩 {{free}}', { used, free: formatSize(freeDiskBytes) })
}
