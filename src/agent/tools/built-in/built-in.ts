import type { Tool } from '../tool.ts'
import { askTool } from './ask-user.ts'
import { everydayTools } from './everyday-tools.ts'
import { qqTools } from './group-tools.ts'
import { promptTools } from './own-prompt.ts'
import { type ReminderDesk, reminderTools } from './reminders.ts'
import { sendTools } from './send-text-file.ts'
import { type WebParts, webTools } from './web-tools.ts'

export interface BuiltInParts extends WebParts {
  readonly reminders: ReminderDesk
  /** The tool with which a model reads on in what was too long. */
  readonly readOn: Tool
}

/** The tools that every installation has, in the order of the panel. */
export function builtInTools(parts: BuiltInParts): Tool[] {
  return [
    ...everydayTools(parts),
    ...reminderTools(parts.reminders),
    askTool,
    parts.readOn,
    ...webTools(parts),
    ...sendTools,
    ...promptTools,
    ...qqTools,
  ]
}
