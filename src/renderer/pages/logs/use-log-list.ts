import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import type { LogLine } from '../../../shared/state.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { useFeed } from '../../live/use-feed.ts'
import { showProblem } from '../../ui/toast.tsx'
import { type LogFilter, passes, queryOf } from './log-filter.ts'
import { emptyLogList, type LogList, listOfPage, released, withBatch, withOlderPage } from './log-list.ts'

interface LiveLog {
  list: LogList
  /** `loading` until the first page of this filter is there. */
  state: 'loading' | 'ready' | Problem
  /** Asks for the page before the oldest line; does nothing while one is under way. */
  loadOlder(): void
  reload(): void
}

/**
 * The log behind a filter: the newest page, live lines as they come, older pages on demand. While `standing`, new
 * lines are held back so that nothing moves under the reader's eyes.
 */
export function useLogList(filter: LogFilter, standing: boolean): LiveLog {
  const [list, setList] = useState(emptyLogList)
  const [state, setState] = useState<LiveLog['state']>('loading')
  const [generation, setGeneration] = useState(0)
  const reload = useCallback(() => setGeneration((n) => n + 1), [])
  // Lines that come while a page is on its way, which may or may not have them.
  const meanwhile = useRef<LogLine[] | null>(null)

  useEffect(() => {
    // The feed's beginning asks for the first page: asked before it, what is written in between would be missed.
    if (generation === 0) return
    let left = false
    meanwhile.current = []
    setState('loading')
    call('logs.query', queryOf(filter)).then(
      (page) => {
        if (left) return
        setList(withBatch(listOfPage(page), meanwhile.current ?? [], 0, true))
        meanwhile.current = null
        setState('ready')
      },
      (error: unknown) => !left && setState(problemOf(error)),
    )
    return () => {
      left = true
    }
  }, [filter, generation])

  const receive = (lines: LogLine[], skipped: number) => {
    const wanted = lines.filter((line) => passes(filter, line))
    meanwhile.current?.push(...wanted)
    setList((before) => withBatch(before, wanted, skipped, !standing))
  }
  useFeed('logs', receive, { onGap: reload })

  const torn = list.torn
  useEffect(() => {
    if (standing) return
    if (torn) reload()
    else setList(released)
  }, [standing, torn, reload])

  const asking = useRef(false)
  const { older } = list
  const loadOlder = () => {
    if (older === null || asking.current || state !== 'ready') return
    asking.current = true
    call('logs.query', queryOf(filter, older))
      .then((page) => setList((before) => (before.older === older ? withOlderPage(before, page) : before)))
      .catch(showProblem)
      .finally(() => {
        asking.current = false
      })
  }
  return { list, state, loadOlder, reload }
}
