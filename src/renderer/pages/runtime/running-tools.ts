import type { TurnState } from '../../../shared/state.ts'
import type { ToolCallState } from '../../../shared/tools.ts'
import { openStates } from '../../conversation/tool-calls.ts'

/** A call that is not over, and the turn it belongs to. */
export interface RunningTool {
  key: string
  turn: TurnState
  call: ToolCallState
}

/** The calls under way in all chats, the oldest first. */
export function runningTools(turns: readonly TurnState[]): RunningTool[] {
  return turns
    .filter(({ endedAt }) => endedAt === null)
    .flatMap((turn) => turn.toolCalls.map((call, index) => ({ key: `${turn.id}-${index}`, turn, call })))
    .filter(({ call }) => openStates.has(call.state))
    .sort((a, b) => a.call.startedAt - b.call.startedAt)
}
