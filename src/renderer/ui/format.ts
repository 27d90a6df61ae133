import { t } from '../i18n/i18n.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const two = (n: number) => String(n).padStart(2, '0')

/** `14:32` */
export function formatClock(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `14:32:05` */
export function formatSeconds(at: number): string {
  return `${formatClock(at)}:${two(new Date(at).getSeconds())}`
}

/** `14:32:05.233`, for logs. */
export function formatMillis(at: number): string {
  return `${formatSeconds(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`
}

/** Midnight before `at`, in local time. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

/** `今天`, `昨天`, `11 月 18 日`, with the year when it is another one. */
export function formatDay(at: number, now: number): string {
  // Rounded, because a day of a clock change has 23 or 25 hours.
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / day)
  if (daysAgo === 0) return t('今天')
  if (daysAgo === 1) return t('昨天')
  const date = new Date(at)
  const values = { y: date.getFullYear(), m: date.getMonth() + 1, d: date.getDate() }
  if (values.y === new Date(now).getFullYear()) return t('{{m}} 月 {{d}} 日', values)
  return t('{{y}} 年 {{m}} 月 {{d}} 日', values)
}

/** For lists: today `14:32`, before that the day. */
export function formatWhen(at: number, now: number): string {
  return startOfDay(at) === startOfDay(now) ? formatClock(at) : formatDay(at, now)
}

/** A length: `12 ms`, `2.1 s`, `3 分 20 秒`, `3 天 4 小时`. */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < minute - 50) return `${(ms / second).toFixed(1)} s`
  const seconds = Math.round(ms / second)
  const whole = {
    d: Math.floor(seconds / 86_400),
    h: Math.floor(seconds / 3600) % 24,
    m: Math.floor(seconds / 60) % 60,
    s: seconds % 60,
  }
  if (whole.d > 0) return t('{{d}} 天 {{h}} 小时', whole)
  if (whole.h > 0) return t('{{h}} 小时 {{m}} 分', whole)
  return t('{{m}} 分 {{s}} 秒', whole)
}

/** What is left until a moment, as it counts down: `0.7 s`, `12.0 s`, `2 分 5 秒`. */
export function formatLeft(ms: number): string {
  return ms < minute - 50 ? `${(Math.max(0, ms) / second).toFixed(1)} s` : formatDuration(ms)
}

/** `刚刚`, `3 秒前`, `5 分钟前`, `2 小时前`, then the day. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at
  if (ms < second) return t('刚刚')
  if (ms < minute) return t('{{n}} 秒前', { n: Math.floor(ms / second) })
  if (ms < hour) return t('{{n}} 分钟前', { n: Math.floor(ms / minute) })
  if (ms < day) return t('{{n}} 小时前', { n: Math.floor(ms / hour) })
  return formatDay(at, now)
}

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `43.8 MB`, `186 MB`: three digits at most. */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit]}`
}

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `3,412` */
export function formatCount(n: number): string {
  return counts.format(n)
}

const sums = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const prices = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 })
const limits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** What was spent in a time: `¥0.83`, `¥1,204.50`, `<¥0.01`. */
export function formatYuan(yuan: number): string {
  if (yuan > 0 && yuan < 0.005) return '<¥0.01'
  return `¥${sums.format(yuan)}`
}

/** What one thing cost: `¥0.0021`, `<¥0.0001`, `免费`, or `未知单价` for null. */
export function formatCost(yuan: number | null): string {
  if (yuan === null) return t('未知单价')
  if (yuan === 0) return t('免费')
  if (yuan < 0.00005) return '<¥0.0001'
  return `¥${prices.format(yuan)}`
}

/** An amount somebody chose: `¥5`, `¥0.5`. */
export function formatLimit(yuan: number): string {
  return `¥${limits.format(yuan)}`
}

/** A guess, no more exact than it is: `约 ¥24`, `约 ¥2.4`, `约 ¥0.24`. */
export function formatRoughYuan(yuan: number): string {
  const digits = yuan >= 9.5 ? 0 : yuan >= 0.95 ? 1 : 2
  const rough = Number(yuan.toFixed(digits))
  if (rough === 0) return t('不到 ¥0.01')
  return t('约 {{yuan}}', { yuan: formatLimit(rough) })
}

/** A part of 1 as `86 %`; one decimal where it is not whole, as in `99.2 %`. */
export function formatPercent(part: number): string {
  const percent = Math.round(part * 1000) / 10
  return `${percent} %`
}

/** The model's own name, without its provider: `siliconflow/Qwen/Qwen2.5-7B` reads `Qwen/Qwen2.5-7B`. */
export function shortModel(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}
