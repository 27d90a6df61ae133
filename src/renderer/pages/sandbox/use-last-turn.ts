import { useEffect, useState } from 'react'
import type { ChatMessage, TurnDetail } from '../../../shared/state.ts'
import { useTurns } from '../../conversation/use-running-turns.ts'
import { call } from '../../live/panel.ts'
import { showProblem } from '../../ui/toast.tsx'

/**
 * The chat's last answer with everything behind it, also while it is in the making: what it took is
 * read again when a step begins or ends. Null when there is none.
 */
export function useLastTurn(
  chatId: number | null,
  messages: readonly ChatMessage[] | null,
): TurnDetail | null {
  const turn = useTurns(chatId).at(-1)
  const spoken = messages?.findLast((message) => message.turnId !== null)?.turnId ?? null
  const id = turn?.id ?? spoken
  const [detail, setDetail] = useState<TurnDetail | null>(null)
  const progress = turn && `${turn.steps.length} ${turn.endedAt}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: progress is the reason to read again
  useEffect(() => {
    if (id === null) return setDetail(null)
    let current = true
    call('turns.get', { id }).then((found) => current && setDetail(found), showProblem)
    return () => {
      current = false
    }
  }, [id, progress])

  if (id === null) return null
  const known = detail?.turn.id === id ? detail : null
  if (!turn) return known
  return known
    ? { ...known, turn }
    : { turn, trigger: null, calls: [], toolCalls: [], request: null, reasoning: '' }
}
