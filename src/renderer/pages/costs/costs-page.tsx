import { AccountBookOutlined, DownloadOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { UsageRow, UsageSummary, UsageToday } from '../../../shared/costs.ts'
import { hrefTo, navigate, replaceRoute, useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { shortModel } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pane } from '../../ui/pane.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { BudgetPane } from './budget-pane.tsx'
import { CachePane } from './cache-pane.tsx'
import { ChartPane } from './chart-pane.tsx'
import { costHeadline, forecastText, monthForecast, type Range, ranges, rangeTitle } from './cost-words.ts'
import styles from './costs-page.module.css'
import { Totals } from './totals.tsx'
import { UnpricedBlock } from './unpriced-block.tsx'
import { UsageList } from './usage-list.tsx'
import { useUsage } from './use-usage.ts'

const selectToday = (today: UsageToday) => today
const selectBudget = ({ config }: { config: Config }) => config.budget

/** 费用: what the answers cost, of whom, for what, and how much they may. */
export function CostsPage() {
  const { query } = useRoute()
  const days: Range = ranges.find((range) => String(range) === query.days) ?? 1
  const today = useTopic('usage', selectToday)
  const budget = useTopic('config', selectBudget)
  const { answer, problem, ask } = useUsage(() => call('usage.summary', { days }), days)
  // The days before today do not change any more.
  const month = useAsked(() => call('usage.summary', { days: 30 }), today?.day ?? '').answer
  if (!today || !budget) return <Skeleton widths={[0.4, 0.3, 0.8]} />
  const forecast = month ? monthForecast(month.series, today, new Date()) : null
  return (
    <>
      <PageHeader title={costHeadline(today, budget)} text={forecastText(forecast)}>
        <Segmented
          aria-label={t('看多久')}
          options={ranges.map((range) => ({ value: range, label: rangeTitle(range) }))}
          value={days}
          onChange={(range) => replaceRoute('/costs', range === 1 ? {} : { days: String(range) })}
        />
        <ExportButton days={days} />
      </PageHeader>
      {problem && (
        <ErrorBlock problem={problem}>
          <Button onClick={ask}>{t('再试一次')}</Button>
        </ErrorBlock>
      )}
      {!answer && !problem && (
        <Pane>
          <Skeleton widths={[0.5, 0.9, 0.7]} />
        </Pane>
      )}
      {answer && <Report summary={answer} today={today} />}
      <BudgetPane today={today} />
    </>
  )
}

function Report({ summary, today }: { summary: UsageSummary; today: UsageToday }) {
  if (summary.total.calls === 0) return <Nothing summary={summary} />
  return (
    <>
      <UnpricedBlock summary={summary} />
      <Totals summary={summary} today={today} />
      <ChartPane summary={summary} />
      <div className={styles.lists}>
        <div className={styles.column}>
          <UsageList title={t('按聊天')} rows={summary.chats} hrefOf={chatHref} />
          <UsageList title={t('按人')} rows={summary.people} titleOf={({ title, key }) => title || key} />
        </div>
        <div className={styles.column}>
          <UsageList
            title={t('按模型')}
            rows={summary.models}
            titleOf={({ key }) => shortModel(key)}
            hrefOf={() => hrefTo('/models')}
          />
          <UsageList title={t('按用途')} rows={summary.purposes} titleOf={({ title }) => t(title)} />
          <CachePane summary={summary} />
        </div>
      </div>
    </>
  )
}

/** What was asked for outside of every chat, such as a test of a model, has no page. */
function chatHref({ key }: UsageRow): string | undefined {
  return key === '0' ? undefined : hrefTo(`/chats/${key}`, { tab: 'cost' })
}

function Nothing({ summary: { days, before } }: { summary: UsageSummary }) {
  const earlier = days < 30
  return (
    <Pane>
      <EmptyState
        icon={<AccountBookOutlined />}
        title={t('还没有花费')}
        text={t('回过一条，花了多少、花在哪里就看得到。')}
      >
        {earlier && before.calls > 0 ? (
          <Button onClick={() => replaceRoute('/costs', { days: '30' })}>{t('看 30 天')}</Button>
        ) : (
          <Button onClick={() => navigate('/sandbox')}>{t('去试聊')}</Button>
        )}
      </EmptyState>
    </Pane>
  )
}

function ExportButton({ days }: { days: Range }) {
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      saveFile(await call('usage.export', { days }))
    } catch (error) {
      showProblem(error)
    }
    setBusy(false)
  }
  return (
    <Button icon={<DownloadOutlined />} disabled={busy} onClick={() => void download()}>
      {t('导出 CSV')}
    </Button>
  )
}
