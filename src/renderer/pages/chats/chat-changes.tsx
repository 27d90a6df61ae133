import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import type { Change, ConfigState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { useTopic } from '../../live/use-topic.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatClock, formatDay } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ChangeSides } from '../settings/change-sides.tsx'
import { changedPart, fieldOfChange } from '../settings/change-words.ts'
import { UndoButton } from '../settings/undo-button.tsx'
import styles from './chat-changes.module.css'
import { type ChangesPage, changesOf } from './chat-changes-pages.ts'

const minute = 60_000
const wanted = 20
const selectRevision = (state: ConfigState) => state.revision

/** What was changed for this chat, newest first, each with a way back. */
export function ChatChanges({ chatId }: { chatId: number }) {
  const { page, problem, loadMore } = useChanges(`chat:${chatId}`)
  const now = useNow(minute)
  if (problem) return <ErrorBlock problem={problem} />
  if (!page) return <Skeleton />
  return (
    <>
      {page.changes.length === 0 && (
        <p className={styles.none}>
          {page.before === null ? t('这个聊天还没有改过什么。') : t('最近的改动里没有这个聊天的。')}
        </p>
      )}
      <ul className={styles.changes}>
        {page.changes.map((change) => (
          <ChangeItem key={change.id} change={change} now={now} />
        ))}
      </ul>
      {page.before !== null && (
        <Button size="small" type="text" onClick={loadMore}>
          {t('更早的')}
        </Button>
      )}
    </>
  )
}

function ChangeItem({ change, now }: { change: Change; now: number }) {
  const title = changedPart(fieldOfChange(change), change)
  return (
    <li data-undone={change.undone || undefined}>
      <div className={styles.head}>
        <b title={title}>{title}</b>
        <time>
          {formatDay(change.at, now)} {formatClock(change.at)}
        </time>
        <UndoButton change={change} title={title} />
      </div>
      <ChangeSides change={change} />
    </li>
  )
}

const fetchPage = (before: number | undefined, limit: number) =>
  call('config.changes', before === undefined ? { limit } : { before, limit })

interface Changes {
  page: ChangesPage | null
  problem: Problem | null
  loadMore(): void
}

/** The scope's changes, read again after each edit, wherever it was made. */
function useChanges(scope: string): Changes {
  const revision = useTopic('config', selectRevision)
  const [page, setPage] = useState<ChangesPage | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision asks again
  useEffect(() => {
    let current = true
    changesOf(scope, fetchPage, { wanted }).then(
      (first) => current && setPage(first),
      (error: unknown) => current && setProblem(problemOf(error)),
    )
    return () => {
      current = false
    }
  }, [scope, revision])
  const loadMore = () => {
    if (page?.before == null) return
    changesOf(scope, fetchPage, { before: page.before, wanted }).then(
      (older) => setPage({ changes: [...page.changes, ...older.changes], before: older.before }),
      showProblem,
    )
  }
  return { page, problem, loadMore }
}
