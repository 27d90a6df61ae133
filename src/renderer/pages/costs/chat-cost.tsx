import { Button } from 'antd'
import type { CacheBreak, ChatUsage, UsageSums } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatClock, formatCost, formatCount, formatDay, formatYuan } from '../../ui/format.ts'
import { ShareBar } from '../../ui/share-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Yuan } from '../../ui/yuan.tsx'
import styles from './chat-cost.module.css'
import { cacheRate, cacheRateText, costText, spanTitle, tokensOf } from './cost-words.ts'
import { usageWeights } from './usage-weights.ts'
import { useUsage } from './use-usage.ts'

/** What one chat costs, and why its requests began differently than the time before. */
export function ChatCost({ chatId }: { chatId: number }) {
  const { answer, problem, ask } = useUsage(() => call('usage.chat', { chatId }), chatId)
  if (problem) {
    return (
      <ErrorBlock problem={problem}>
        <Button size="small" onClick={ask}>
          {t('再试一次')}
        </Button>
      </ErrorBlock>
    )
  }
  if (!answer) return <Skeleton />
  if (answer.month.calls === 0) {
    return (
      <EmptyState
        icon={<Yuan>¥</Yuan>}
        title={t('还没有花费')}
        text={t('最近 30 天没有为这个聊天用过模型。')}
      />
    )
  }
  return (
    <>
      <Sums usage={answer} />
      <Days series={answer.series} />
      <Cache usage={answer} />
    </>
  )
}

function Sums({ usage: { today, week, month } }: { usage: ChatUsage }) {
  const rows: [title: string, sums: UsageSums][] = [
    [t('今天'), today],
    [t('7 天'), week],
    [t('30 天'), month],
  ]
  return (
    <table className={styles.sums}>
      <thead>
        <tr>
          <th scope="col">{t('最近')}</th>
          <th scope="col">{t('花费')}</th>
          <th scope="col">{t('词元')}</th>
          <th scope="col">{t('调用')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, sums]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>
              <Yuan>{costText(sums)}</Yuan>
            </td>
            <td>{formatCount(tokensOf(sums))}</td>
            <td>{formatCount(sums.calls)}</td>
          </tr>
        ))}
      </tbody>
      {month.unpriced > 0 && (
        <caption>{t('{{n}} 次不知道单价，没有算进去', { n: formatCount(month.unpriced) })}</caption>
      )}
    </table>
  )
}

/** A bar a day. Too small for a package that draws charts. */
function Days({ series }: { series: ChatUsage['series'] }) {
  const weights = usageWeights(series.map(({ sums }) => sums))
  const from = series[0]
  const to = series.at(-1)
  if (!from || !to) return null
  const dearest = series.reduce((most, entry) => (entry.sums.cost > most.sums.cost ? entry : most), from)
  const label = t('最近 {{n}} 天每天的花费，{{day}}最多：{{yuan}}', {
    n: series.length,
    day: spanTitle(dearest.at),
    yuan: formatYuan(dearest.sums.cost),
  })
  return (
    <figure className={styles.days}>
      <div className={styles.bars} role="img" aria-label={label}>
        {series.map(({ at, sums }, index) => (
          <i
            key={at}
            title={`${spanTitle(at)} ${costText(sums)}`}
            data-used={sums.calls > 0 || undefined}
            style={{ height: `${(weights[index] ?? 0) * 100}%` }}
          />
        ))}
      </div>
      <figcaption aria-hidden="true">
        <span>{spanTitle(from.at)}</span>
        <span>{t('今天')}</span>
      </figcaption>
    </figure>
  )
}

function Cache({ usage: { month, breaks } }: { usage: ChatUsage }) {
  const now = useNow(60_000)
  return (
    <section className={styles.cache}>
      <h3>
        {t('缓存命中')}
        <span>{t('30 天 {{rate}}', { rate: cacheRateText(month) })}</span>
      </h3>
      <ShareBar share={cacheRate(month) ?? 0} tone="info" />
      <p>
        {breaks.length === 0
          ? t('每次发出去的开头都和上一次一样，缓存没有失效过。')
          : t('开头变了，缓存就失效，这些要全价再读一遍：')}
      </p>
      <ul>
        {breaks.map((entry) => (
          <Break key={`${entry.at} ${entry.turnId}`} entry={entry} now={now} />
        ))}
      </ul>
    </section>
  )
}

function Break({ entry: { at, reason, lost }, now }: { entry: CacheBreak; now: number }) {
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>
        {formatDay(at, now)} {formatClock(at)}
      </time>
      <span className={styles.lost}>
        {lost === null || lost > 0 ? <Yuan>{formatCost(lost)}</Yuan> : t('没多花')}
      </span>
      <span className={styles.reason}>{reason}</span>
    </li>
  )
}
