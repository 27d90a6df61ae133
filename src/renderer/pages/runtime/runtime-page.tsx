import { Segmented } from 'antd'
import { useState } from 'react'
import type { UsageToday } from '../../../shared/costs.ts'
import type { LoadState, TurnState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ClearWaiting } from './clear-waiting.tsx'
import { windows } from './lane.ts'
import { Lanes } from './lanes.tsx'
import { PicturesPane } from './pictures-pane.tsx'
import { ProcessPane } from './process-pane.tsx'
import { RunningToolsPane } from './running-tools-pane.tsx'
import styles from './runtime-page.module.css'
import { SessionsPane } from './sessions-pane.tsx'
import { SizesPane } from './sizes-pane.tsx'

const selectTurns = (turns: Record<string, TurnState>) => turns
const selectLoad = (load: LoadState) => load
const selectReplies = (usage: UsageToday) => usage.replies

/** What the bot is doing right now, chat by chat. */
export function RuntimePage() {
  const turns = useTopic('turns', selectTurns)
  const [windowMs, setWindowMs] = useState<number>(windows[0].ms)
  if (!turns) return <Skeleton />
  const list = Object.values(turns)
  return (
    <>
      <PageHeader title={t('运行状态')} text={<Summary merging={list.filter(isMerging).length} />}>
        <ClearWaiting turns={list} />
        <Segmented
          aria-label={t('看多久')}
          options={windows.map(({ ms }) => ({ value: ms as number, label: windowWords(ms) }))}
          value={windowMs}
          onChange={setWindowMs}
        />
      </PageHeader>
      <Lanes turns={list} windowMs={windowMs} />
      <div className={styles.panes}>
        <div className={styles.stack}>
          <RunningToolsPane turns={list} />
          <SessionsPane turns={list} />
        </div>
        <div className={styles.stack}>
          <SizesPane />
          <PicturesPane />
        </div>
        <ProcessPane />
      </div>
    </>
  )
}

const isMerging = ({ endedAt, steps }: TurnState) => endedAt === null && steps.at(-1)?.stage === 'merging'

function Summary({ merging }: { merging: number }) {
  const load = useTopic('load', selectLoad)
  const replies = useTopic('usage', selectReplies)
  return (
    <>
      {t('正在处理')} <b>{load?.running ?? 0}</b> / <b>{load?.maxTurns ?? 0}</b> ·{' '}
      {merging > 0 && (
        <>
          {t('合并等待')} <b>{merging}</b> ·{' '}
        </>
      )}
      {t('排着')} <b>{load?.queued ?? 0}</b> · {t('今天回了')} <b>{formatCount(replies ?? 0)}</b> {t('条')}
    </>
  )
}

function windowWords(ms: number): string {
  return ms < 60_000 ? t('{{n}} 秒', { n: ms / 1000 }) : t('{{n}} 分钟', { n: ms / 60_000 })
}
