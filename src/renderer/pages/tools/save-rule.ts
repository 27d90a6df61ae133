import { editConfig } from '../../live/edit.ts'
import { type RuleChange, ruleOps } from './tool-edit.ts'
import { ownRule } from './tool-policy.ts'

/** Changes the rules of a tool for all chats. What is drawn may be older than the last edit, so it is read anew. */
export function saveRule(name: string, change: RuleChange, said: string): Promise<boolean> {
  return editConfig(({ defaults }) => ({
    ops: ruleOps(['defaults'], name, ownRule(defaults, name), change),
    said,
  }))
}
