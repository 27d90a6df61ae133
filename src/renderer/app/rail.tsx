import type { KeyboardEvent } from 'react'
import { t } from '../i18n/i18n.ts'
import { Seed } from '../ui/seed.tsx'
import { type Page, pages, railGroups } from './pages.tsx'
import styles from './rail.module.css'
import { hrefTo } from './router.ts'
import { usePagesInNeed } from './standing.ts'

interface RailProps {
  current: string
}

export function Rail({ current }: RailProps) {
  const inNeed = usePagesInNeed()
  const groups = railGroups
    .map((group) => ({ group, entries: pages.filter((page) => page.group === group) }))
    .filter(({ entries }) => entries.length > 0)
  return (
    <nav className={styles.rail} aria-label={t('主导航')} data-pane="" onKeyDown={moveFocus}>
      <div className={styles.brand}>
        <Seed size={20} />
        <b>{t('杏桃')}</b>
      </div>
      {groups.map(({ group, entries }) => (
        <div key={group} className={styles.group} data-foot={group === 'foot' || undefined}>
          {entries.map((page) => (
            <RailItem
              key={page.path}
              page={page}
              current={page.path === current}
              alert={inNeed.has(page.path)}
            />
          ))}
        </div>
      ))}
    </nav>
  )
}

function RailItem({ page, current, alert }: { page: Page; current: boolean; alert: boolean }) {
  return (
    <a className={styles.item} href={hrefTo(page.path)} aria-current={current ? 'page' : undefined}>
      {page.icon}
      <span className={styles.title}>{t(page.title)}</span>
      {alert && <i className={styles.alert} role="img" aria-label={t('有事等你处理')} />}
    </a>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const links = [...event.currentTarget.querySelectorAll('a')]
  const here = links.findIndex((link) => link.contains(document.activeElement))
  links[(here + step + links.length) % links.length]?.focus()
  event.preventDefault()
}
