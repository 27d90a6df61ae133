import { Button, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { UsageSummary } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import styles from './chart-pane.module.css'
import { costText, spanTitle } from './cost-words.ts'
import { type Measure, usualMeasure } from './usage-weights.ts'

/** The chart's package is as large as the rest of the panel: the numbers do not wait for it. */
const CostChart = lazy(async () => ({ default: (await import('./cost-chart.tsx')).CostChart }))

/** When the money went: a chart, or the same as a table. */
export function ChartPane({ summary }: { summary: UsageSummary }) {
  const [chosen, setMeasure] = useState<Measure | null>(null)
  const measure = chosen ?? usualMeasure(summary.total)
  const [asTable, setAsTable] = useState(false)
  const title = summary.days === 1 ? t('每个小时') : t('每一天')
  return (
    <Pane
      title={title}
      actions={
        <>
          <Button size="small" type="text" onClick={() => setAsTable(!asTable)}>
            {asTable ? t('看图表') : t('看表格')}
          </Button>
          {!asTable && (
            <Segmented
              size="small"
              aria-label={t('画什么')}
              options={[
                { value: 'yuan' as Measure, label: t('花费') },
                { value: 'tokens' as Measure, label: t('词元') },
              ]}
              value={measure}
              onChange={setMeasure}
            />
          )}
        </>
      }
    >
      {asTable ? (
        <SeriesTable summary={summary} />
      ) : (
        <figure className={styles.figure}>
          <div className={styles.chart} aria-hidden="true">
            <Suspense fallback={null}>
              <CostChart series={summary.series} measure={measure} />
            </Suspense>
          </div>
          <figcaption className={styles.caption}>{t('柱形图，同样的数字在「看表格」里')}</figcaption>
          {measure === 'tokens' && <Legend />}
        </figure>
      )}
    </Pane>
  )
}

function Legend() {
  const parts = [
    { title: t('缓存'), tone: 'rest' },
    { title: t('新读'), tone: 'info' },
    { title: t('写出'), tone: 'accent' },
  ]
  return (
    <ul className={styles.legend}>
      {parts.map(({ title, tone }) => (
        <li key={tone}>
          <i data-tone={tone} aria-hidden="true" />
          {title}
        </li>
      ))}
    </ul>
  )
}

function SeriesTable({ summary: { days, series } }: { summary: UsageSummary }) {
  const used = series.filter(({ sums }) => sums.calls > 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className={styles.rows} tabIndex={0} aria-label={t('用量表')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{days === 1 ? t('时间') : t('日期')}</th>
            <th scope="col">{t('花费')}</th>
            <th scope="col">{t('读入')}</th>
            <th scope="col">{t('其中缓存')}</th>
            <th scope="col">{t('写出')}</th>
            <th scope="col">{t('调用')}</th>
          </tr>
        </thead>
        <tbody>
          {used.toReversed().map(({ at, sums }) => (
            <tr key={at}>
              <th scope="row">{spanTitle(at)}</th>
              <td>
                <Yuan>{costText(sums)}</Yuan>
              </td>
              <td>{formatCount(sums.inputTokens)}</td>
              <td>{formatCount(sums.cachedTokens)}</td>
              <td>{formatCount(sums.outputTokens)}</td>
              <td>{formatCount(sums.calls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
