import { useCallback, useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import type { TurnDetail } from '../../shared/state.ts'
import { call } from '../live/panel.ts'
import { problemOf } from '../live/panel-error.ts'

/** What an opened 为什么这样回 knows. */
export type Why =
  | { state: 'loading' }
  | { state: 'known'; detail: TurnDetail }
  /** Too old: no longer kept. */
  | { state: 'gone' }
  | { state: 'broken'; problem: Problem }

interface Whys {
  /** The open ones, by turn. */
  open: ReadonlyMap<number, Why>
  toggle: (turnId: number) => void
}

/** Held for the whole conversation: rows leave the page when they scroll away, and come back open. */
export function useWhys(): Whys {
  const [open, setOpen] = useState<ReadonlyMap<number, Why>>(new Map())

  const learn = useCallback((turnId: number, why: Why) => {
    // It may have been closed while it was fetched.
    setOpen((before) => (before.has(turnId) ? new Map(before).set(turnId, why) : before))
  }, [])
  const toggle = useCallback(
    (turnId: number) => {
      if (open.has(turnId)) {
        setOpen((before) => new Map([...before].filter(([id]) => id !== turnId)))
        return
      }
      setOpen((before) => new Map(before).set(turnId, { state: 'loading' }))
      call('turns.get', { id: turnId }).then(
        (detail) => learn(turnId, detail ? { state: 'known', detail } : { state: 'gone' }),
        (error: unknown) => learn(turnId, { state: 'broken', problem: problemOf(error) }),
      )
    },
    [open, learn],
  )
  return { open, toggle }
}
