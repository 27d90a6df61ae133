import type { CommandInfo } from '../../../shared/access.ts'
import { CommandOptions, type CommandRole, type Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { t } from '../../i18n/i18n.ts'

/** A command as it is now: built in, with what the configuration changed of it. */
export interface CommandRow {
  info: CommandInfo
  enabled: boolean
  role: CommandRole
  /** The added ones; those that are built in stay. */
  aliases: readonly string[]
  /** Whether anything differs from what is built in. */
  changed: boolean
}

const roles: readonly CommandRole[] = ['everyone', 'trusted', 'owner']

export function commandRoles(): { value: CommandRole; label: string }[] {
  const titles: Record<CommandRole, string> = {
    everyone: t('谁都行'),
    trusted: t('信任的人'),
    owner: t('主人'),
  }
  return roles.map((value) => ({ value, label: titles[value] }))
}

export function commandRows(infos: readonly CommandInfo[], commands: Config['commands']): CommandRow[] {
  return infos.map((info) => commandRow(info, commands))
}

export function commandRow(info: CommandInfo, commands: Config['commands']): CommandRow {
  const options = commands[info.name]
  return {
    info,
    enabled: options?.enabled ?? true,
    role: options?.role ?? info.builtInRole,
    aliases: options?.aliases ?? [],
    changed: options !== undefined && Object.keys(options).length > 0,
  }
}

/** What can be changed of a command. */
export type CommandChange = Partial<Pick<CommandRow, 'enabled' | 'role' | 'aliases'>>

/** The edit that changes one thing of a command. What is as it was built is not kept. */
export function commandOps(row: CommandRow, change: CommandChange): EditOp[] {
  const { info } = row
  const { enabled, role, aliases } = { ...row, ...change }
  const kept = {
    ...(!enabled && { enabled }),
    ...(role !== info.builtInRole && { role }),
    ...(aliases.length > 0 && { aliases: [...aliases] }),
  }
  const path = ['commands', info.name]
  if (Object.keys(kept).length > 0) return [{ path, set: kept }]
  return row.changed ? [{ path, remove: true }] : []
}

/** What is wrong with further names for a command; null when they can be saved. */
export function complaintAboutAliases(
  row: CommandRow,
  aliases: readonly string[],
  rows: readonly CommandRow[],
): string | null {
  const issue = CommandOptions.safeParse({ aliases }).error?.issues[0]
  if (issue) return issue.code === 'too_big' ? t('最多 10 个别名') : issue.message
  for (const alias of aliases) {
    const taken = rows.find((other) => namesOf(other, row).includes(alias.toLowerCase()))
    if (taken) return t('「{{alias}}」已经是 {{usage}}', { alias, usage: taken.info.usage })
  }
  return null
}

/** Words that lead to a command already. Of the edited one its added names do not count: they are being edited. */
function namesOf({ info, aliases }: CommandRow, edited: CommandRow): string[] {
  const own = info === edited.info
  return [info.name, ...info.builtInAliases, ...(own ? [] : aliases)].map((name) =>
    name.replaceAll(' ', '').toLowerCase(),
  )
}
