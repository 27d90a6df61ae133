import type { Budget, UsageToday } from '../../../shared/costs.ts'
import { hrefTo } from '../../app/router.ts'
import { budgetShare, budgetTone, shareText, spentWord } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount, formatLimit, formatPercent } from '../../ui/format.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import styles from './today-cost.module.css'

const selectToday = (today: UsageToday) => today
const selectBudget = ({ config }: { config: { budget: Budget } }) => config.budget.day

/** What today's answers cost, against the day's budget. */
export function TodayCost() {
  const usage = useTopic('usage', selectToday)
  const limit = useTopic('config', selectBudget) ?? 0
  return (
    <Pane title={t('今日花费')} actions={<MoreLink href={hrefTo('/costs')}>{t('明细')}</MoreLink>}>
      {usage ? <Cost usage={usage} limit={limit} /> : <Skeleton />}
    </Pane>
  )
}

function Cost({ usage, limit }: { usage: UsageToday; limit: number }) {
  const { cost, calls, failedCalls, inputTokens, cachedTokens, outputTokens } = usage
  const share = budgetShare(cost, limit)
  return (
    <>
      <div className={styles.top}>
        <span className={styles.total}>
          <Yuan>{spentWord(usage)}</Yuan>
        </span>
        {share !== null && <span>{budgetWords(share, limit)}</span>}
      </div>
      {share !== null && <ShareBar share={share} tone={budgetTone(share)} />}
      <p className={styles.tokens}>
        {t('{{n}} 词元', { n: formatCount(inputTokens + outputTokens) })}
        {cachedTokens > 0 &&
          t('，读入的 {{part}} 来自缓存', {
            part: formatPercent(Math.round((cachedTokens / inputTokens) * 100) / 100),
          })}
      </p>
      <p className={styles.calls}>
        {t('调用模型 {{n}} 次', { n: formatCount(calls) })}
        {failedCalls > 0 && <span>{t('，失败 {{n}} 次', { n: formatCount(failedCalls) })}</span>}
      </p>
    </>
  )
}

function budgetWords(share: number, limit: number): string {
  const values = { limit: formatLimit(limit), part: shareText(share) }
  return share >= 1 ? t('预算 {{limit}}，{{part}}', values) : t('预算 {{limit}}，用了 {{part}}', values)
}
