import type { Problem } from '../../shared/problem.ts'
import type { PromptVersion } from '../../shared/prompts.ts'
import type { ConfigState } from '../../shared/state.ts'
import { call } from '../live/panel.ts'
import { useAsked } from '../live/use-asked.ts'
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
  const { answer, problem, ask } = useAsked(
    () => call('prompts.versions', { scope }),
    `${scope} ${revision ?? ''}`,
  )
  return { list: answer, problem, reload: ask }
}
