import { ExperimentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { navigate } from '../../app/router.ts'
import { modelStanding, qqStanding } from '../../app/standing.ts'
import { AskCards } from '../../conversation/ask-cards.tsx'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { FirstSteps } from './first-steps.tsx'
import { headline } from './headline.ts'
import { Health } from './health.tsx'
import styles from './overview-page.module.css'
import { RecentReplies } from './recent-replies.tsx'
import { RunningTurns } from './running-turns.tsx'
import { ToDo } from './to-do.tsx'
import { TodayCost } from './today-cost.tsx'

/** 总览: is it well, what is it doing, what waits for a person. */
export function OverviewPage() {
  return (
    <>
      <Head />
      <AskCards />
      <FirstSteps />
      <Health />
      <RunningTurns />
      <div className={styles.columns}>
        <RecentReplies />
        <div className={styles.side}>
          <TodayCost />
          <ToDo />
        </div>
      </div>
    </>
  )
}

const minute = 60_000
const hour = 60 * minute

function Head() {
  const title = useHeadline()
  const startedAt = useTopic('app', (app) => app.startedAt)
  const replies = useTopic('usage', (usage) => usage.replies) ?? 0
  const now = useNow(minute)
  if (title === undefined || startedAt === undefined) return <Skeleton widths={[0.3, 0.2]} />
  return (
    <PageHeader
      title={title}
      text={
        <>
          {uptime(now - startedAt)} · {t('今天回了')} <b>{formatCount(replies)}</b> {t('条')}
        </>
      }
    >
      <Button icon={<ExperimentOutlined />} onClick={() => navigate('/sandbox')}>
        {t('去试聊')}
      </Button>
    </PageHeader>
  )
}

function uptime(ms: number): string {
  if (ms < minute) return t('刚启动')
  const length = ms < hour ? t('{{n}} 分钟', { n: Math.floor(ms / minute) }) : formatDuration(ms)
  return t('已连续运行 {{length}}', { length })
}

const all = <T,>(value: T) => value

function useHeadline(): string | undefined {
  const app = useTopic('app', all)
  const problems = useTopic('problems', all)
  const accounts = useTopic('accounts', all)
  const providers = useTopic('providers', all)
  const config = useTopic('config', ({ config }) => config)
  if (!app || !problems || !accounts || !providers || !config) return undefined
  return headline({
    paused: app.paused,
    problems,
    qq: qqStanding(Object.values(accounts)),
    model: modelStanding(config.defaults.model, providers),
    hasAccounts: config.accounts.length > 0,
    hasProviders: config.providers.length > 0,
  })
}
