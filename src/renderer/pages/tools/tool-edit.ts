import type { EditOp } from '../../../shared/ipc.ts'
import type { OwnToolRule, ToolOptions } from '../../../shared/tools.ts'

/** One thing that is changed of a tool's rules; undefined takes the change back. */
export type RuleChange = { [K in keyof OwnToolRule]?: OwnToolRule[K] | undefined }

/**
 * The edit of a tool's own rules: below `defaults` for all chats, or in a chat's own settings. What is left empty is
 * not kept.
 * @param root `['defaults']` for all chats, `[]` for one.
 */
export function ruleOps(root: string[], name: string, before: OwnToolRule, change: RuleChange): EditOp[] {
  return entryOps([...root, 'toolRules', name], before, change)
}

export type OptionChange = { [K in keyof ToolOptions]?: ToolOptions[K] | undefined }

/** The edit of how a tool runs. */
export function optionOps(name: string, before: ToolOptions, change: OptionChange): EditOp[] {
  return entryOps(['tools', 'options', name], before, change)
}

function entryOps(path: string[], before: object, change: object): EditOp[] {
  const left = new Set(Object.keys(before))
  const ops = Object.entries(change).flatMap(([key, value]): EditOp[] => {
    if (value !== undefined) {
      left.add(key)
      return [{ path: [...path, key], set: value }]
    }
    return left.delete(key) ? [{ path: [...path, key], remove: true }] : []
  })
  return left.size === 0 && ops.length > 0 ? [{ path, remove: true }] : ops
}
