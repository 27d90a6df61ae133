import type { ChatSettingsView, EditOp } from '../../../shared/ipc.ts'
import type { OwnToolRule, ToolState } from '../../../shared/tools.ts'
import type { Source } from '../../ui/source-chip.tsx'
import { type RuleChange, ruleOps } from '../tools/tool-edit.ts'
import { isEnabled, ownRule } from '../tools/tool-policy.ts'

const keys = ['enabled', 'owner', 'trusted', 'member'] as const

export interface ChatToolRule {
  on: boolean
  /** Whether it would be on if this chat said nothing. */
  onBelow: boolean
  /** What this chat has of its own. */
  own: OwnToolRule
  /** What the levels below say. */
  inherited: OwnToolRule
  /** The highest level that says anything of this tool. */
  source: Source
}

/** What holds for a tool in a chat, and which level says so. */
export function chatToolRule(
  view: Pick<ChatSettingsView, 'values' | 'inherited' | 'sources'>,
  tool: Pick<ToolState, 'name' | 'offByDefault'>,
): ChatToolRule {
  const { name } = tool
  const values = ownRule(view.values, name)
  const inherited = ownRule(view.inherited, name)
  // Sources are told of what is set for all; of the rest only a difference can tell.
  const isOwn = (key: (typeof keys)[number]) =>
    view.sources[`toolRules.${name}.${key}`] === 'chat' ||
    (values[key] !== undefined && values[key] !== inherited[key])
  const own = Object.fromEntries(keys.filter(isOwn).map((key) => [key, values[key]])) as OwnToolRule
  return {
    on: isEnabled(view.values, tool),
    onBelow: isEnabled(view.inherited, tool),
    own,
    inherited,
    source: Object.keys(own).length > 0 ? 'chat' : belowOf(view, name, inherited),
  }
}

function belowOf(
  { sources }: Pick<ChatSettingsView, 'sources'>,
  name: string,
  inherited: OwnToolRule,
): Source {
  const set = keys.filter((key) => inherited[key] !== undefined)
  if (set.length === 0) return 'default'
  return set.every((key) => sources[`toolRules.${name}.${key}`] === 'global') ? 'global' : 'character'
}

/** The edit that switches a tool in one chat; what the levels below say anyway is not kept. */
export function switchOps(name: string, { own, onBelow }: ChatToolRule, on: boolean): EditOp[] {
  return chatRuleOps(name, own, { enabled: on === onBelow ? undefined : on })
}

/** The edit of who may use a tool in one chat. */
export function chatRuleOps(name: string, own: OwnToolRule, change: RuleChange): EditOp[] {
  return ruleOps([], name, own, change)
}
