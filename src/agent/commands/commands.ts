import type { Command, CommandContext } from './command.ts'
import { CommandError } from './command.ts'
import { contextClear } from './context-clear.ts'
import { helpFor } from './help.ts'
import { modelChange } from './model-change.ts'
import { modelList } from './model-list.ts'
import { modelQuery } from './model-query.ts'
import { promptDelete } from './prompt-delete.ts'
import { promptSet } from './prompt-set.ts'
import { promptShow } from './prompt-show.ts'
import { stop } from './stop.ts'

/** In the order of the help. */
export const commands: readonly Command[] = [
  helpFor(() => commands),
  modelList,
  modelQuery,
  modelChange,
  promptShow,
  promptSet,
  promptDelete,
  contextClear,
  stop,
]

const byName = new Map(
  commands.flatMap((command) => [command.name, ...command.aliases].map((name) => [name, command])),
)

export interface ParsedCommand {
  readonly command: Command
  readonly args: string
}

/** The command a text begins with, and the rest of it; null for ordinary talk, also when it begins with `#`. */
export function parseCommand(text: string): ParsedCommand | null {
  const match = /^[#＃](\S+)([\s\S]*)$/.exec(text.trim())
  const command = match?.[1] === undefined ? undefined : byName.get(match[1])
  return command ? { command, args: (match?.[2] ?? '').trim() } : null
}

/** Runs a command and returns what is said in the chat. What the person did wrong is a reply as well. */
export function runCommand(parsed: ParsedCommand, context: CommandContext): string {
  const { command, args } = parsed
  if (command.access === 'change' && !context.isAdmin)
    return '错误: 权限不足，在群里只有群主和管理员可以用这条指令'
  try {
    return command.run(args, context)
  } catch (error) {
    if (error instanceof CommandError) return `错误: ${error.message}`
    throw error
  }
}
