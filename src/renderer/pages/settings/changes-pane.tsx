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
import { showProblem, showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { changeTitle, fieldOfChange, sideWords } from './change-words.ts'
import styles from './settings-page.module.css'

const pageSize = 20
const selectRevision = (state: ConfigState) => state.revision

/** Who changed what and when, newest first, each with a way back. */
export function ChangesPane() {
  const { changes, problem, more, loadMore, reload } = useChanges()
  const now = useNow(60_000)
  const undo = async (change: Change) => {
    try {
      await call('config.undo', { changeId: change.id })
      showToast({ text: t('已撤销') })
      reload()
    } catch (error) {
      showProblem(error)
    }
  }
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
          const field = fieldOfChange(change)
          const title = changeTitle(field, change)
          return (
            <li key={change.id} data-undone={change.undone || undefined}>
              <time>
                {formatDay(change.at, now)} {formatClock(change.at)}
              </time>
              <span className={styles.what} title={title}>
                {title}
              </span>
              <span className={styles.diff}>
                <del>{sideWords(field, change.before)}</del>
                <span aria-hidden="true">→</span>
                <ins>{sideWords(field, change.after)}</ins>
              </span>
              <Button
                size="small"
                type="text"
                disabled={change.undone}
                aria-label={t('撤销「{{title}}」', { title })}
                onClick={() => void undo(change)}
              >
                {change.undone ? t('已撤销') : t('撤销')}
              </Button>
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
  reload(): void
}

/** The newest changes, asked for again after each edit, wherever it was made. */
function useChanges(): Changes {
  const revision = useTopic('config', selectRevision)
  const [changes, setChanges] = useState<Change[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [limit, setLimit] = useState(pageSize)
  const [asked, setAsked] = useState(0)
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
  }, [revision, limit, asked])
  return {
    changes,
    problem,
    more: changes !== null && changes.length === limit && limit < 200,
    loadMore: () => setLimit((n) => Math.min(200, n + pageSize * 2)),
    reload: () => setAsked((n) => n + 1),
  }
}
