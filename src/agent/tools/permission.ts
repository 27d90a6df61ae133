import type { OwnToolRules, Risk, RiskMatrix, ToolOptions, ToolRole, ToolRule } from '../../shared/tools.ts'
import { toolRoles } from '../../shared/tools.ts'
import type { Tool } from './tool.ts'

/** Everything that decides who may call what in one chat. */
export interface Policy {
  /** Of the chat, with what it inherits. */
  readonly rules: OwnToolRules
  readonly matrix: RiskMatrix
  /** Of the whole program, by tool. */
  readonly options: Readonly<Record<string, ToolOptions>>
  /** Where it is; everywhere when absent. */
  readonly kind?: 'private' | 'group'
}

type Ruled = Pick<Tool, 'name' | 'risk' | 'rules' | 'offByDefault' | 'groupOnly'>

/** What a tool counts as: the owner may think otherwise than whoever wrote it. */
export function riskOf(tool: Pick<Tool, 'name' | 'risk'>, options: Policy['options']): Risk {
  return own(options, tool.name)?.risk ?? tool.risk
}

/** What happens when words of somebody in this role lead to a call: the most particular rule holds. */
export function ruleFor(tool: Ruled, role: ToolRole, { rules, matrix, options }: Policy): ToolRule {
  return own(rules, tool.name)?.[role] ?? tool.rules?.[role] ?? matrix[riskOf(tool, options)][role]
}

/** Whether a model hears of a tool in a chat. */
export function isOffered(tool: Ruled, policy: Policy): boolean {
  if (!(own(policy.rules, tool.name)?.enabled ?? !tool.offByDefault)) return false
  if (tool.groupOnly && policy.kind === 'private') return false
  return toolRoles.some((role) => ruleFor(tool, role, policy) !== 'deny')
}

/** Who may call a tool here without asking, in words: 只有主人能用. */
export function whoMayCall(tool: Ruled, policy: Policy): string {
  const may = toolRoles.filter((role) => ruleFor(tool, role, policy) !== 'deny')
  if (may.length === 0) return '现在谁都不能用'
  if (may.includes('member')) return '谁都能用'
  return may.includes('trusted') ? '只有主人和信任的人能用' : '只有主人能用'
}

/** Names come from models: one like `constructor` must not find what every object has. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
