import type { Config } from '../../../shared/config.ts'
import type { ChatSettings } from '../../../shared/settings.ts'
import type { OwnToolRule, RiskMatrix, ToolRole, ToolRule, ToolState } from '../../../shared/tools.ts'
import { toolRoles } from '../../../shared/tools.ts'

/** What decides who may use which tool: for all chats, or for one. */
export type ToolPolicy = Pick<ChatSettings, 'toolRules' | 'toolMatrix'>

/** What holds where no chat and no character says otherwise. */
export function globalPolicy({ defaults }: Config): ToolPolicy {
  return { toolRules: defaults.toolRules, toolMatrix: defaults.toolMatrix }
}

/** What was changed of a tool; empty when nothing was. */
export function ownRule({ toolRules }: Pick<ToolPolicy, 'toolRules'>, name: string): OwnToolRule {
  return (Object.hasOwn(toolRules, name) && toolRules[name]) || {}
}

/** Whether a tool is switched on: by the last who said so, else as it is by itself. */
export function isEnabled(
  policy: Pick<ToolPolicy, 'toolRules'>,
  { name, offByDefault }: Pick<ToolState, 'name' | 'offByDefault'>,
): boolean {
  return ownRule(policy, name).enabled ?? !offByDefault
}

type Ruled = Pick<ToolState, 'name' | 'risk' | 'builtInRules'>

/** What would hold for a role if nobody had changed it for this tool: its own, else what the matrix says. */
export function usualRule({ risk, builtInRules }: Ruled, role: ToolRole, matrix: RiskMatrix): ToolRule {
  return builtInRules[role] ?? matrix[risk][role]
}

/** What happens when words of somebody in this role lead to a call. */
export function ruleFor(tool: Ruled, role: ToolRole, policy: ToolPolicy): ToolRule {
  return ownRule(policy, tool.name)[role] ?? usualRule(tool, role, policy.toolMatrix)
}

export type Verdict = Record<ToolRole, ToolRule>

export function verdictOf(tool: Ruled, policy: ToolPolicy): Verdict {
  return Object.fromEntries(toolRoles.map((role) => [role, ruleFor(tool, role, policy)])) as Verdict
}
