import { t } from '../../i18n/i18n.ts'
import { formatDay, startOfDay } from '../../ui/format.ts'

const day = 86_400_000

/** 今天, 明天, 后天, then the date. */
export function dayWords(at: number, now: number): string {
  const ahead = Math.round((startOfDay(at) - startOfDay(now)) / day)
  if (ahead === 1) return t('明天')
  if (ahead === 2) return t('后天')
  return formatDay(at, now)
}
