import type { Config } from '../../shared/config.ts'
import { aiConfig } from './ai-config.ts'
import { approve } from './approve.ts'
import { character } from './character.ts'
import { type Command, type CommandContext, CommandError, RefusedError } from './command.ts'
import { CommandTable, type ParsedCommand } from './command-table.ts'
import { contextClear } from './context-clear.ts'
import { deny } from './deny.ts'
import { help } from './help.ts'
import { modelChange } from './model-change.ts'
import { modelList } from './model-list.ts'
import { modelQuery } from './model-query.ts'
import { mute } from './mute.ts'
import { promptDelete } from './prompt-delete.ts'
import { promptSet } from './prompt-set.ts'
import { promptShow } from './prompt-show.ts'
import { recall } from './recall.ts'
import { reload } from './reload.ts'
import { retry } from './retry.ts'
import { requireRole } from './rights.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'
import { toolSupport } from './tool-support.ts'
import { usage } from './usage.ts'
import { waitingList } from './waiting-list.ts'

export type { ParsedCommand } from './command-table.ts'

/** In the order of the help. */
export const commands: readonly Command[] = [
  help,
  stop,
  recall,
  retry,
  status,
  modelList,
  modelQuery,
  modelChange,
  character,
  promptShow,
  promptSet,
  promptDelete,
  contextClear,
  toolSupport,
  mute,
  usage,
  approve,
  deny,
  waitingList,
  reload,
  aiConfig,
]

const tables = new WeakMap<Config['commands'], CommandTable>()

/** The commands under a configuration, worked out once for as long as it does not change. */
export function commandTable(options: Config['commands']): CommandTable {
  const known = tables.get(options)
  if (known) return known
  const table = new CommandTable(commands, options)
  tables.set(options, table)
  return table
}

/**
 * The command a text begins with, and the rest of it with its line breaks; null for ordinary talk, also when it begins
 * with `#`. Asked for every message: ordinary talk costs a look at its first character.
 */
export function parseCommand(text: string, options: Config['commands']): ParsedCommand | null {
  return /^\s*[#＃.]/.test(text) ? commandTable(options).parse(text.trim()) : null
}

/** What is said in the chat after a command, '' for nothing, and whether the person had no right to it. */
export interface CommandOutcome {
  readonly text: string
  readonly refused: boolean
}

/** Runs a command. What the person did wrong is a reply as well; throws what is nobody's fault. */
export async function runCommand(
  { entry, args }: ParsedCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  try {
    requireRole(entry.role, context)
    return { text: await entry.command.run(args, context), refused: false }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { text: `错误: ${error.message}`, refused: error instanceof RefusedError }
  }
}
