import type { OwnToolRules, Risk, RiskMatrix, ToolOptions, ToolRole, ToolRule } from './tools.ts'

/** What decides who may call what. */
export interface ToolRules {
  /** What was changed of single tools. */
  readonly rules: OwnToolRules
  readonly matrix: RiskMatrix
  /** Of the whole program, by tool; absent where the tools' risks are those in force already. */
  readonly options?: Readonly<Record<string, ToolOptions>>
}

/** A tool as far as its rules go. */
export interface RuledTool {
  readonly name: string
  readonly risk: Risk
  /** Rules it has by itself, instead of those of its risk. */
  readonly rules?: Partial<Record<ToolRole, ToolRule>>
}

/** What a tool counts as: the owner may think otherwise than whoever wrote it. */
export function riskOf(
  { name, risk }: Pick<RuledTool, 'name' | 'risk'>,
  options: NonNullable<ToolRules['options']>,
): Risk {
  return ownEntry(options, name)?.risk ?? risk
}

/** What would hold for a role if nobody had changed it for this tool: its own rule, else that of its risk. */
export function usualRule(
  tool: RuledTool,
  role: ToolRole,
  { matrix, options = {} }: Pick<ToolRules, 'matrix' | 'options'>,
): ToolRule {
  return tool.rules?.[role] ?? matrix[riskOf(tool, options)][role]
}

/** What happens when words of somebody in this role lead to a call: the most particular rule holds. */
export function ruleFor(tool: RuledTool, role: ToolRole, rules: ToolRules): ToolRule {
  return ownEntry(rules.rules, tool.name)?.[role] ?? usualRule(tool, role, rules)
}

/** Whether a tool is switched on: by the last who said so, else as it is by itself. */
export function isSwitchedOn(
  { name, offByDefault }: { readonly name: string; readonly offByDefault?: boolean },
  rules: OwnToolRules,
): boolean {
  return ownEntry(rules, name)?.enabled ?? !offByDefault
}

/** Names come from models: one like `constructor` must not find what every object has. */
export function ownEntry<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
