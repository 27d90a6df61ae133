import { useEffect, useState } from 'react'
import type { CommandInfo } from '../../../shared/access.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'

interface Commands {
  /** Null until they are there. */
  list: readonly CommandInfo[] | null
  problem: Problem | null
}

/** The commands there are; they do not change while the program runs. */
export function useCommands(): Commands {
  const [state, setState] = useState<Commands>({ list: null, problem: null })
  useEffect(() => {
    let left = false
    call('commands.list', {}).then(
      (list) => !left && setState({ list, problem: null }),
      (error: unknown) => !left && setState({ list: null, problem: problemOf(error) }),
    )
    return () => {
      left = true
    }
  }, [])
  return state
}
