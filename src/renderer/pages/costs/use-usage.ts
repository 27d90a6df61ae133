import { useEffect, useEffectEvent, useRef } from 'react'
import type { UsageToday } from '../../../shared/costs.ts'
import type { Problem } from '../../../shared/problem.ts'
import { useAsked } from '../../live/use-asked.ts'
import { useTopic } from '../../live/use-topic.ts'

const everyMs = 5000
/** Calls are written down shortly after they are counted. */
const writtenMs = 500

const selectMark = ({ day, calls, replies }: UsageToday) => `${day} ${calls} ${replies}`

interface Usage<T> {
  answer: T | undefined
  problem: Problem | null
  ask(): void
}

/** What a call about usage answers, asked again while something is used, every 5 s at most and only in sight. */
export function useUsage<T>(send: () => Promise<T>, subject: string | number): Usage<T> {
  const { answer, problem, ask } = useAsked(send, subject)
  const mark = useTopic('usage', selectMark)
  const served = useRef({ mark, at: Number.NEGATIVE_INFINITY })
  /** When the first change that is not served yet will be; kept, so that a stream of changes does not put it off. */
  const due = useRef<number | null>(null)
  const serve = useEffectEvent(() => {
    served.current = { mark, at: performance.now() }
    due.current = null
    ask()
  })
  useEffect(() => {
    if (served.current.mark === undefined) served.current.mark = mark
    if (mark === served.current.mark) return
    due.current ??= Math.max(performance.now() + writtenMs, served.current.at + everyMs)
    const serveInSight = () => {
      if (!document.hidden) serve()
    }
    const timer = setTimeout(serveInSight, Math.max(0, due.current - performance.now()))
    document.addEventListener('visibilitychange', serveInSight)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', serveInSight)
    }
  }, [mark])
  return { answer, problem, ask }
}
