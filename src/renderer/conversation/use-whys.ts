import { useCallback, useEffect, useRef, useState } from 'react'
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

const loading: Why = { state: 'loading' }

/** Held for the whole conversation: rows leave the page when they scroll away, and come back open. */
export function useWhys(): Whys {
  const [open, setOpen] = useState<ReadonlyMap<number, Why>>(new Map())
  const asked = useRef(new Set<number>())

  const toggle = useCallback((turnId: number) => {
    setOpen((before) => {
      const after = new Map(before)
      if (!after.delete(turnId)) after.set(turnId, loading)
      return after
    })
  }, [])

  useEffect(() => {
    const learn = (turnId: number, why: Why) => {
      asked.current.delete(turnId)
      // It may have been closed while it was fetched.
      setOpen((before) => (before.has(turnId) ? new Map(before).set(turnId, why) : before))
    }
    for (const [turnId, { state }] of open) {
      if (state !== 'loading' || asked.current.has(turnId)) continue
      asked.current.add(turnId)
      call('turns.get', { id: turnId }).then(
        (detail) => learn(turnId, detail ? { state: 'known', detail } : { state: 'gone' }),
        (error: unknown) => learn(turnId, { state: 'broken', problem: problemOf(error) }),
      )
    }
  }, [open])

  return { open, toggle }
}
