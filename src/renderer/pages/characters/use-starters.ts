import { useEffect, useState } from 'react'
import type { StarterCharacter } from '../../../shared/character.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'

interface Starters {
  /** Undefined while they are fetched. */
  list: StarterCharacter[] | undefined
  problem: Problem | null
}

/** The characters that come with the program. */
export function useStarters(): Starters {
  const [starters, setStarters] = useState<Starters>({ list: undefined, problem: null })
  useEffect(() => {
    let current = true
    call('characters.starters', {}).then(
      (list) => current && setStarters({ list, problem: null }),
      (error: unknown) => current && setStarters({ list: [], problem: problemOf(error) }),
    )
    return () => {
      current = false
    }
  }, [])
  return starters
}
