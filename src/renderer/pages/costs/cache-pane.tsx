import type { UsageSummary } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCost, formatCount, formatYuan } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import styles from './cache-pane.module.css'
import { cacheRate, cacheRateText } from './cost-words.ts'

/** How much of what was read came from the vendors' caches, and what was lost when it could not. */
export function CachePane({ summary: { total, cacheLoss } }: { summary: UsageSummary }) {
  const rate = cacheRate(total)
  const lost = cacheLoss.reduce((sum, { lost }) => sum + lost, 0)
  return (
    <Pane title={t('缓存')} actions={rate !== null && t('命中 {{rate}}', { rate: cacheRateText(total) })}>
      <ShareBar share={rate ?? 0} tone="info" />
      <p className={styles.sentence}>{sentence(rate, lost)}</p>
      {cacheLoss.length > 0 && (
        <ul className={styles.reasons}>
          {cacheLoss.map(({ reason, times, lost }) => (
            <li key={reason}>
              <span className={styles.reason}>{reason}</span>
              <span className={styles.times}>{t('{{n}} 次', { n: formatCount(times) })}</span>
              <span className={styles.lost}>{lost > 0 ? <Yuan>{formatCost(lost)}</Yuan> : t('没多花')}</span>
            </li>
          ))}
        </ul>
      )}
    </Pane>
  )
}

function sentence(rate: number | null, lost: number): string {
  if (rate === null) return t('还没有读过什么。')
  if (lost === 0) return t('读过的开头会被对方记住，再读就便宜；没有因为开头变了多花钱。')
  return t('开头变了，缓存就失效，多花了 {{lost}}：', { lost: formatYuan(lost) })
}
