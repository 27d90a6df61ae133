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
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ChangeSides } from './change-sides.tsx'
import { changeTitle, fieldOfChange } from './change-words.ts'
import styles from './settings-page.module.css'
import { UndoButton } from './undo-button.tsx'

const pageSize = 20
const selectRevision = (state: ConfigState) => state.revision

/** Who changed what and when, newest first, each with a way back. */
export function ChangesPane() {
  const { changes, problem, more, loadMore } = useChanges()
  const now = useNow(60_000)
  return (
    <Pane title={t('修改记录')} flush>
      {problem && <ErrorBlock problem={problem} />}
      {changes === null && !problem && (
        <div className={styles.none}>
          <Skeleton />
        </div>
      )}
      {changes?.length === 0 && <p className={styles.none}>{t('还没有改过什么。')}</p>}
      <ul className={styles.changes}>
        {changes?.map((change) => {
          const title = changeTitle(fieldOfChange(change), change)
          return (
            <li key={change.id} data-undone={change.undone || undefined}>
              <time>
                {formatDay(change.at, now)} {formatClock(change.at)}
              </time>
              <span className={styles.what} title={title}>
                {title}
              </span>
              <ChangeSides change={change} />
              <UndoButton change={change} title={title} />
            </li>
          )
        })}
      </ul>
      {more && (
        <div className={styles.more}>
          <Button size="small" type="text" onClick={loadMore}>
            {t('更早的')}
          </Button>
        </div>
      )}
    </Pane>
  )
}

interface Changes {
  changes: Change[] | null
  problem: Problem | null
  /** True when there may be older ones. */
  more: boolean
  loadMore(): void
}

/** The newest changes, asked for again after each edit, wherever it was made. */
function useChanges(): Changes {
  const revision = useTopic('config', selectRevision)
  const [changes, setChanges] = useState<Change[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [limit, setLimit] = useState(pageSize)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision asks again
  useEffect(() => {
    let left = false
    call('config.changes', { limit }).then(
      (list) => {
        if (left) return
        setChanges(list)
        setProblem(null)
      },
      (error: unknown) => !left && setProblem(problemOf(error)),
    )
    return () => {
      left = true
    }
  }, [revision, limit])
  return {
    changes,
    problem,
    more: changes !== null && changes.length === limit && limit < 200,
    loadMore: () => setLimit((n) => Math.min(200, n + pageSize * 2)),
  }
}
