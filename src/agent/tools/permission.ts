import { isSwitchedOn, ruleFor, type ToolRules } from '../../shared/tool-rules.ts'
import { toolRoles } from '../../shared/tools.ts'
import type { Tool } from './tool.ts'

export { riskOf, ruleFor } from '../../shared/tool-rules.ts'

/** Everything that decides who may call what in one chat; its rules are the chat's, with what it inherits. */
export interface Policy extends Required<ToolRules> {
  /** Where it is; everywhere when absent. */
  readonly kind?: 'private' | 'group'
}

type Ruled = Pick<Tool, 'name' | 'risk' | 'rules' | 'offByDefault' | 'groupOnly'>

/** Whether a model hears of a tool in a chat. */
export function isOffered(tool: Ruled, policy: Policy): boolean {
  if (!isSwitchedOn(tool, policy.rules)) return false
  if (tool.groupOnly && policy.kind === 'private') return false
  return toolRoles.some((role) => ruleFor(tool, role, policy) !== 'deny')
}

/** Who may call a tool here, be it with the owner's leave, in words: 只有主人能用. */
export function whoMayCall(tool: Ruled, policy: Policy): string {
  const may = toolRoles.filter((role) => ruleFor(tool, role, policy) !== 'deny')
  if (may.length === 0) return '现在谁都不能用'
  if (may.includes('member')) return '谁都能用'
  return may.includes('trusted') ? '只有主人和信任的人能用' : '只有主人能用'
}
