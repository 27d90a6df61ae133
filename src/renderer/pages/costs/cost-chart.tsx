import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { UsageSummary } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { palettes } from '../../theme/palette.ts'
import { useThemeMode } from '../../theme/theme-choice.ts'
import { formatCount, formatYuan } from '../../ui/format.ts'
import styles from './cost-chart.module.css'
import { spanTick, spanTitle } from './cost-words.ts'
import type { Measure } from './usage-weights.ts'

interface CostChartProps {
  series: UsageSummary['series']
  measure: Measure
}

/** Enough digits that no two lines of a day of next to nothing read the same. */
const axisYuan = new Intl.NumberFormat('zh-CN', {
  style: 'currency',
  currency: 'CNY',
  minimumFractionDigits: 0,
  maximumSignificantDigits: 3,
})
const compact = new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumFractionDigits: 1 })

/** What was used, hour by hour or day by day. Of tokens the parts stand upon each other. */
export function CostChart({ series, measure }: CostChartProps) {
  const colours = palettes[useThemeMode()]
  const data = series.map(({ at, sums }) => ({
    at,
    yuan: sums.cost,
    cached: sums.cachedTokens,
    fresh: sums.inputTokens - sums.cachedTokens,
    written: sums.outputTokens,
  }))
  const tick = { fill: colours.t3, fontSize: 11 }
  const bar = { stackId: 'all', isAnimationActive: false, maxBarSize: 28 } as const
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke={colours.line} />
        <XAxis
          dataKey="at"
          tickFormatter={spanTick}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: colours.line2 }}
          interval="equidistantPreserveStart"
          minTickGap={12}
        />
        <YAxis
          width={60}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickCount={4}
          tickFormatter={(n: number) => (measure === 'yuan' ? axisYuan.format(n) : compact.format(n))}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: colours.hover }}
          content={({ active, payload }) => {
            const at = payload?.[0]?.payload?.at
            const span = series.find((entry) => entry.at === at)
            return active && span ? <Tip span={span} /> : null
          }}
        />
        {measure === 'yuan' ? (
          <Bar {...bar} dataKey="yuan" fill={colours.accent} radius={[2, 2, 0, 0]} />
        ) : (
          [
            <Bar {...bar} key="cached" dataKey="cached" fill={colours.line2} />,
            <Bar {...bar} key="fresh" dataKey="fresh" fill={colours.info} />,
            <Bar {...bar} key="written" dataKey="written" fill={colours.accent} />,
          ]
        )}
      </BarChart>
    </ResponsiveContainer>
  )
}

function Tip({ span: { at, sums } }: { span: UsageSummary['series'][number] }) {
  const facts: [string, string][] = [
    [t('花费'), formatYuan(sums.cost)],
    [t('读入'), formatCount(sums.inputTokens)],
    [t('其中缓存'), formatCount(sums.cachedTokens)],
    [t('写出'), formatCount(sums.outputTokens)],
    [t('调用'), formatCount(sums.calls)],
  ]
  return (
    <div className={styles.tip}>
      <b>{spanTitle(at)}</b>
      <dl>
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
