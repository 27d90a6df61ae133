import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { problemOf } from './panel-error.ts'

interface Asked<T> {
  /** Undefined while it is on its way for the first time. */
  answer: T | undefined
  /** Why there is no newer answer. */
  problem: Problem | null
  /** Asks again. */
  ask(): void
}

/** What a call answers, asked again when `subject` changes; of several answers the last asked for counts. */
export function useAsked<T>(send: () => Promise<T>, subject: string | number): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'ask'>>({ answer: undefined, problem: null })
  const latest = useRef(0)
  const run = useEffectEvent(() => {
    const turn = ++latest.current
    send().then(
      (answer) => turn === latest.current && setState({ answer, problem: null }),
      (error: unknown) =>
        turn === latest.current && setState(({ answer }) => ({ answer, problem: problemOf(error) })),
    )
  })
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are reasons to ask again
  useEffect(() => {
    run()
    return () => {
      latest.current++
    }
  }, [subject, asked])
  return { ...state, ask: useCallback(() => setAsked((n) => n + 1), []) }
}
