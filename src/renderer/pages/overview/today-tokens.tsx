import type { UsageToday } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount, formatPercent } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TokenBar, type TokenPart } from '../../ui/token-bar.tsx'
import styles from './today-tokens.module.css'

/** What today's answers took, in tokens; how much of it came from the provider's cache. */
export function TodayTokens() {
  const usage = useTopic('usage', (today): UsageToday => today)
  return <Pane title={t('今日词元')}>{usage ? <Tokens usage={usage} /> : <Skeleton />}</Pane>
}

function Tokens({ usage }: { usage: UsageToday }) {
  const total = usage.inputTokens + usage.outputTokens
  const parts: TokenPart[] = [
    { key: 'cached', title: t('缓存'), tokens: usage.cachedTokens, tone: 'rest' },
    { key: 'fresh', title: t('新读'), tokens: usage.inputTokens - usage.cachedTokens, tone: 'info' },
    { key: 'written', title: t('写出'), tokens: usage.outputTokens, tone: 'accent' },
  ]
  const cached = usage.inputTokens > 0 ? usage.cachedTokens / usage.inputTokens : 0
  return (
    <>
      <div className={styles.top}>
        <data className={styles.total} value={total}>
          {formatCount(total)}
        </data>
        {cached > 0 && (
          <span>
            {t('读入的 {{part}} 来自缓存', { part: formatPercent(Math.round(cached * 100) / 100) })}
          </span>
        )}
      </div>
      <TokenBar parts={parts} />
      <p className={styles.calls}>
        {t('调用模型 {{n}} 次', { n: formatCount(usage.calls) })}
        {usage.failedCalls > 0 && <span>{t('，失败 {{n}} 次', { n: formatCount(usage.failedCalls) })}</span>}
      </p>
    </>
  )
}
