import { CaretRightOutlined, PauseOutlined, SearchOutlined } from '@ant-design/icons'
import { useEffect } from 'react'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { Dot } from '../ui/dot.tsx'
import { formatLimit } from '../ui/format.ts'
import { ShareBar } from '../ui/share-bar.tsx'
import { Yuan } from '../ui/yuan.tsx'
import { setPaused } from './pause.ts'
import { hrefTo } from './router.ts'
import {
  approvalsWaiting,
  budgetShare,
  budgetTone,
  modelStanding,
  qqStanding,
  type Standing,
  spentWord,
} from './standing.ts'
import styles from './strip.module.css'

interface StripProps {
  onSearch: () => void
}

/** The status strip; on the desktop it is also the title bar. */
export function Strip({ onSearch }: StripProps) {
  const host = useTopic('app', (app) => app.host)
  return (
    <header className={styles.strip} data-desktop={host === 'desktop' || undefined} data-pane="">
      <div className={styles.facts} role="status" aria-live="polite">
        <QQ />
        <DefaultModel />
        <Queue />
        <Today />
        <Approvals />
      </div>
      <PauseButton />
      <div className={styles.drag} />
      <button type="button" className={styles.search} aria-keyshortcuts="Control+K" onClick={onSearch}>
        <SearchOutlined />
        <span className={styles.hint}>{t('跳转、切换模型')}</span>
        <kbd>Ctrl K</kbd>
      </button>
    </header>
  )
}

function QQ() {
  const standing = useTopic('accounts', (accounts) => qqStanding(Object.values(accounts)))
  return <Fact href={hrefTo('/accounts')} title="QQ" standing={standing} />
}

function DefaultModel() {
  const model = useTopic('config', ({ config }) => config.defaults.model)
  const providers = useTopic('providers', (all) => all)
  const standing = model && providers ? modelStanding(model, providers) : undefined
  return <Fact href={hrefTo('/models')} title={t('模型')} standing={standing} />
}

function Fact({ href, title, standing }: { href: string; title: string; standing: Standing | undefined }) {
  return (
    <a className={styles.fact} href={href}>
      <span>{title}</span>
      {standing && <Dot tone={standing.tone} />}
      <b>{standing?.word ?? '…'}</b>
    </a>
  )
}

function Queue() {
  const count = useTopic('load', ({ running, queued }) => running + queued)
  return (
    // Changes many times a second under load: not something to read out.
    <a className={styles.fact} href={hrefTo('/runtime')} aria-live="off">
      <span>{t('队列')}</span>
      <b>{count ?? '…'}</b>
    </a>
  )
}

function Today() {
  const today = useTopic('usage', (usage) => ({ spent: usage.cost, word: spentWord(usage) }))
  const limit = useTopic('config', ({ config }) => config.budget.day) ?? 0
  const share = today ? budgetShare(today.spent, limit) : null
  return (
    // Ticks with every answer: as little to read out as the queue.
    <a className={styles.fact} href={hrefTo('/costs')} aria-live="off">
      <span>{t('今日')}</span>
      <b>{today ? <Yuan>{today.word}</Yuan> : '…'}</b>
      {share !== null && (
        <>
          <span className={styles.limit}>/ {formatLimit(limit)}</span>
          <span className={styles.bar}>
            <ShareBar share={share} tone={budgetTone(share)} />
          </span>
        </>
      )}
    </a>
  )
}

/** There only while something waits, and then in the window's title too. */
function Approvals() {
  const count = useTopic('asks', approvalsWaiting) ?? 0
  useEffect(() => {
    document.title = count > 0 ? t('（{{n}}）杏桃', { n: count }) : t('杏桃')
  }, [count])
  if (count === 0) return null
  return (
    <a className={styles.fact} data-waiting="" href={hrefTo('/tools')}>
      <Dot tone="warn" />
      <span>{t('等你批准')}</span>
      <b>{count}</b>
    </a>
  )
}

function PauseButton() {
  const paused = useTopic('app', (app) => app.paused) ?? false
  return (
    <button
      type="button"
      className={styles.pause}
      data-paused={paused || undefined}
      aria-keyshortcuts="Control+Shift+P"
      title="Ctrl+Shift+P"
      onClick={() => void setPaused(!paused)}
    >
      {paused ? <CaretRightOutlined /> : <PauseOutlined />}
      <b>{paused ? t('恢复回复') : t('暂停回复')}</b>
    </button>
  )
}
