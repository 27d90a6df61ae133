import { memo, useMemo } from 'react'
import { t } from '../../i18n/i18n.ts'
import { formatSeconds } from '../../ui/format.ts'
import { histogramOf } from './histogram.ts'
import type { LogItem } from './log-list.ts'
import styles from './logs-page.module.css'

/** When much was written, and when something went wrong, over the loaded lines. */
export const LogHistogram = memo(function LogHistogram({ items }: { items: readonly LogItem[] }) {
  const histogram = useMemo(() => histogramOf(items), [items])
  if (!histogram) return null
  const { from, to, calm, warn, error } = histogram
  const label = t('{{from}} 到 {{to}} 的日志条数', { from: formatSeconds(from), to: formatSeconds(to) })
  return (
    <div className={styles.histogram}>
      <svg viewBox="0 0 120 100" preserveAspectRatio="none" role="img" aria-label={label}>
        <path d={calm} fill="var(--line2)" />
        <path d={warn} fill="var(--warn)" />
        <path d={error} fill="var(--err)" />
      </svg>
      <div aria-hidden="true">
        <span>{formatSeconds(from)}</span>
        <span>{formatSeconds((from + to) / 2)}</span>
        <span>{formatSeconds(to)}</span>
      </div>
    </div>
  )
})
