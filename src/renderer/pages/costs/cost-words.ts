import type { Budget, UsageSummary, UsageSums, UsageToday } from '../../../shared/costs.ts'
import { budgetShare } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, formatLimit, formatPercent, formatRoughYuan, formatYuan } from '../../ui/format.ts'

export const ranges = [1, 7, 30] as const
/** How many days are looked at, today with them. */
export type Range = (typeof ranges)[number]

export function rangeTitle(days: Range): string {
  return days === 1 ? t('今天') : t('{{n}} 天', { n: days })
}

/** What the numbers are held against. */
export function beforeTitle(days: Range): string {
  return days === 1 ? t('昨天') : t('前 {{n}} 天', { n: days })
}

/** The page's first sentence: what today took, and how that stands to the budget. */
export function costHeadline(today: UsageToday, budget: Budget): string {
  const { calls, cost, unpriced } = today
  if (calls === 0) return t('今天还没有花费')
  const tokens = formatCount(tokensOf(today))
  if (cost === 0 && unpriced > 0) return t('今天用了 {{tokens}} 词元，不知道单价', { tokens })
  if (cost === 0) return t('今天用了 {{tokens}} 词元，没有花钱', { tokens })
  const spent = formatYuan(cost)
  const share = budgetShare(cost, budget.day)
  const limit = formatLimit(budget.day)
  if (share === null) return t('今天花了 {{spent}}', { spent })
  if (share >= 1)
    return t('今天花了 {{spent}}，{{limit}} 的预算用完了，{{after}}', {
      spent,
      limit,
      after: afterwards(budget),
    })
  if (share >= 0.8) return t('今天花了 {{spent}}，快到 {{limit}} 的预算了', { spent, limit })
  return t('今天花了 {{spent}}，还在预算里', { spent })
}

function afterwards({ at100 }: Budget): string {
  if (at100 === 'stop') return t('现在只回主人')
  return at100 === 'cheap' ? t('换成了便宜的模型') : t('照常在回')
}

/** 「按现在的速度，这个月约 ¥24。」; '' where there is nothing to go by. */
export function forecastText(month: number | null): string {
  return month === null ? '' : t('按现在的速度，这个月{{rough}}。', { rough: formatRoughYuan(month) })
}

/** Days that are enough to tell how fast money goes. */
const rateDays = 7
const hoursOfDay = 24
/** Before this hour of the very first day one answer more or less would be guessed up to a fortune. */
const soonestHour = 6

/**
 * Yuan this month at the present pace; null before anything cost something. `series` are the last days by day, today
 * last; the pace is that of the last seven days before today in which the bot was there already.
 */
export function monthForecast(series: UsageSummary['series'], today: UsageToday, now: Date): number | null {
  const past = series.filter(({ at }) => at < today.day)
  const first = past.findIndex(({ sums }) => sums.calls > 0)
  const lived = first < 0 ? [] : past.slice(Math.max(first, past.length - rateDays))
  const hours = Math.max(soonestHour, now.getHours() + now.getMinutes() / 60)
  const rate =
    lived.length > 0
      ? lived.reduce((sum, { sums }) => sum + sums.cost, 0) / lived.length
      : (today.cost / hours) * hoursOfDay
  const month = today.day.slice(0, 7)
  const spent = past.filter(({ at }) => at.startsWith(month)).reduce((sum, { sums }) => sum + sums.cost, 0)
  const left = new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate() - now.getDate()
  const forecast = spent + Math.max(today.cost, rate) + rate * left
  return forecast > 0 ? forecast : null
}

export function tokensOf({ inputTokens, outputTokens }: UsageSums): number {
  return inputTokens + outputTokens
}

/** Part of what was read that came from the vendors' caches; null when nothing was read. */
export function cacheRate({ inputTokens, cachedTokens }: UsageSums): number | null {
  return inputTokens > 0 ? cachedTokens / inputTokens : null
}

/** `86 %`, or – when nothing was read. */
export function cacheRateText(sums: UsageSums): string {
  const rate = cacheRate(sums)
  return rate === null ? '–' : formatPercent(Math.round(rate * 100) / 100)
}

/** What was spent as far as it is known: `¥0.83`, `¥0.83 起` when some calls have no price, `未知单价` when none has. */
export function costText({ calls, unpriced, cost }: UsageSums): string {
  if (calls > 0 && unpriced === calls) return t('未知单价')
  if (unpriced > 0) return t('{{yuan}} 起', { yuan: formatYuan(cost) })
  return calls > 0 && cost === 0 ? t('免费') : formatYuan(cost)
}

/** What a bar of the chart stands for, from `02` or `2026-11-22`. */
export function spanTitle(at: string): string {
  if (!at.includes('-')) {
    const hour = Number(at)
    return t('{{from}} 到 {{to}} 点', { from: hour, to: hour + 1 })
  }
  const [, month, day] = at.split('-').map(Number)
  return t('{{m}} 月 {{d}} 日', { m: month ?? 0, d: day ?? 0 })
}

/** The same, as short as an axis wants it: `2`, `11/22`. */
export function spanTick(at: string): string {
  if (!at.includes('-')) return String(Number(at))
  const [, month, day] = at.split('-').map(Number)
  return `${month}/${day}`
}
