import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../shared/problem.ts'
import type { PromptVersion } from '../../shared/prompts.ts'
import type { ConfigState } from '../../shared/state.ts'
import { call } from '../live/panel.ts'
import { problemOf } from '../live/panel-error.ts'
import { useTopic } from '../live/use-topic.ts'

interface Versions {
  /** Newest first; undefined while they are fetched for the first time. */
  list: PromptVersion[] | undefined
  problem: Problem | null
  reload(): void
}

const selectRevision = ({ revision }: ConfigState) => revision

/** The versions of one prompt, read again after each save, wherever it was made. */
export function useVersions(scope: string): Versions {
  const revision = useTopic('config', selectRevision)
  const [list, setList] = useState<PromptVersion[]>()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [asked, setAsked] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again
  useEffect(() => {
    let current = true
    call('prompts.versions', { scope }).then(
      (versions) => {
        if (!current) return
        setList(versions)
        setProblem(null)
      },
      (error: unknown) => current && setProblem(problemOf(error)),
    )
    return () => {
      current = false
    }
  }, [scope, revision, asked])
  const reload = useCallback(() => setAsked((n) => n + 1), [])
  return { list, problem, reload }
}
