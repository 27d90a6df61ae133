import type { Risk, ToolRole } from '../../../shared/tools.ts'
import type { Asked } from '../tool-context.ts'

/** The call that asks. */
export interface AskingCall {
  /** Null when it is tried out from the panel: it does not go on after a restart. */
  readonly turnId: number | null
  /** Its row of `tool_calls`; null for none. */
  readonly callRowId: number | null
  readonly chatId: number
  readonly chatTitle: string
  readonly tool: string
  readonly toolTitle: string
  /** Whose words led to it. */
  readonly caller: { readonly id: string; readonly name: string }
}

export interface ApprovalRequest extends AskingCall {
  readonly risk: Risk
  readonly role: ToolRole
  /** What it would be called with, secrets masked. */
  readonly arguments: string
}

export type QuestionRequest = AskingCall & Asked

export type Decision = 'allow' | 'hour' | 'deny'
