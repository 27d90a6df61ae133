import type { CommandRole } from '../../shared/config.ts'
import { type Command, type CommandContext, usageOf } from './command.ts'
import type { CommandEntry } from './command-table.ts'
import { marks, whoMay } from './rights.ts'

/** One command in a list. */
export function helpLine({ command, role }: CommandEntry): string {
  return `${marks[role]} ${usageOf(command)}：${command.summary}`
}

/** What the marks in a list mean in this chat. */
export function legend(entries: readonly CommandEntry[], context: CommandContext): string {
  const used = (Object.keys(marks) as CommandRole[]).filter((mark) =>
    entries.some(({ role }) => role === mark),
  )
  return `${used.map((role) => `${marks[role]} ${whoMay(role, context)}`).join('，')}。`
}

/** Everything about one command. */
export function helpDetail(entry: CommandEntry, context: CommandContext): string {
  const { command, aliases, role } = entry
  const spaced = command.path.length > 1 ? [command.path.join(' ')] : []
  const others = [...spaced, ...aliases, ...(command.dotted ? [command.path.join('')] : [])]
  const names = others.length > 0 ? [`也可以写: ${others.map((name) => `#${name}`).join('、')}`] : []
  return [usageOf(command), command.summary, ...names, `${marks[role]} ${whoMay(role, context)}`].join('\n')
}

/** What a word answers that is no command by itself: those below it. */
export function groupListing(word: string, entries: readonly CommandEntry[]): Command {
  return {
    path: [word],
    aliases: [],
    usage: '',
    summary: '',
    role: 'everyone',
    run: (_args, context) =>
      [`#${word} 有这些:`, ...entries.map(helpLine), legend(entries, context)].join('\n'),
  }
}
