import type { ReactNode } from 'react'
import type { UsageSummary, UsageSums, UsageToday } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { formatCount } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { TokenBar } from '../../ui/token-bar.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import { beforeTitle, cacheRateText, costText, type Range, tokensOf } from './cost-words.ts'
import styles from './totals.module.css'

interface TotalsProps {
  summary: UsageSummary
  /** Newer than the summary: it ticks. */
  today: UsageToday
}

/** Four numbers of the days looked at, and what they were in the days before. */
export function Totals({ summary, today }: TotalsProps) {
  const days = summary.days as Range
  const { before } = summary
  const total: UsageSums = days === 1 ? today : summary.total
  const compared = before.calls > 0
  return (
    <Pane>
      <dl className={styles.totals}>
        <Total title={t('花费')} before={compared && <Yuan>{costText(before)}</Yuan>} days={days}>
          <Yuan>{costText(total)}</Yuan>
        </Total>
        <Total title={t('词元')} before={compared && formatCount(tokensOf(before))} days={days}>
          {formatCount(tokensOf(total))}
        </Total>
        {days === 1 ? (
          <Total title={t('回复')} days={days} note={t('调用 {{n}} 次', { n: formatCount(total.calls) })}>
            {formatCount(today.replies)}
          </Total>
        ) : (
          <Total title={t('调用')} before={compared && formatCount(before.calls)} days={days}>
            {formatCount(total.calls)}
          </Total>
        )}
        <Total title={t('缓存命中')} before={compared && cacheRateText(before)} days={days}>
          {cacheRateText(total)}
        </Total>
      </dl>
      <TokenBar
        parts={[
          { key: 'cached', title: t('缓存'), tokens: total.cachedTokens, tone: 'rest' },
          { key: 'fresh', title: t('新读'), tokens: total.inputTokens - total.cachedTokens, tone: 'info' },
          { key: 'written', title: t('写出'), tokens: total.outputTokens, tone: 'accent' },
        ]}
      />
      <Notes total={total} />
    </Pane>
  )
}

interface TotalProps {
  title: string
  days: Range
  /** The same in the days before; absent when there is nothing to hold it against. */
  before?: ReactNode
  note?: string
  children: ReactNode
}

function Total({ title, days, before, note, children }: TotalProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd className={styles.number}>{children}</dd>
      <dd className={styles.before}>
        {before ? (
          <>
            {beforeTitle(days)} {before}
          </>
        ) : (
          note
        )}
      </dd>
    </div>
  )
}

function Notes({ total: { estimated, failedCalls } }: { total: UsageSums }) {
  if (estimated === 0 && failedCalls === 0) return null
  return (
    <p className={styles.notes}>
      {estimated > 0 && (
        <Chip tone="warn">
          {t('有 {{n}} 次提供商没有返回用量，按字数估的', { n: formatCount(estimated) })}
        </Chip>
      )}
      {failedCalls > 0 && <Chip>{t('失败 {{n}} 次', { n: formatCount(failedCalls) })}</Chip>}
    </p>
  )
}
