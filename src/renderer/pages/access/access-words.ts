import type { CommandInfo, Denial } from '../../../shared/access.ts'
import type { CommandRole, Config, Role } from '../../../shared/config.ts'
import { decisionText } from '../../../shared/decision.ts'
import type { Standing } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'
import type { Access } from './people-edit.ts'

export function roleTitle(role: Role): string {
  const titles: Record<Role, string> = {
    owner: t('主人'),
    trusted: t('信任'),
    member: t('成员'),
    blocked: t('拉黑'),
  }
  return titles[role]
}

/** Who can tell the bot what to do, in one sentence. */
export function accessStanding({ owners, trusted, groupAdmins }: Access): Standing {
  if (owners.length === 0) return { tone: 'warn', word: t('还没有主人：谁都不能用主人的指令') }
  const who =
    owners.length > 1
      ? t('{{n}} 位主人能指挥机器人', { n: owners.length })
      : trusted.length > 0
        ? t('你和 {{n}} 个信任的人能指挥机器人', { n: trusted.length })
        : t('只有你能指挥机器人')
  const admins = groupAdmins === 'trusted' ? t('，群主和管理员能管自己的群') : ''
  return { tone: 'ok', word: `${who}${admins}` }
}

/** Why somebody was turned away. */
export function denialReason(
  { reason }: Pick<Denial, 'reason'>,
  commands: readonly CommandInfo[],
  options: Config['commands'],
): string {
  if (!reason.startsWith('command:')) return decisionText(reason)
  const name = reason.slice('command:'.length)
  const command = commands.find((one) => one.name === name)
  const needed = options[name]?.role ?? command?.builtInRole
  const values = { name: command?.usage.split(' ')[0] ?? `#${name}` }
  const words: Record<CommandRole, string> = {
    owner: t('指令 {{name}} 要主人才能用', values),
    trusted: t('指令 {{name}} 要信任的人才能用', values),
    everyone: t('那时还不能用指令 {{name}}', values),
  }
  return needed ? words[needed] : t('指令 {{name}} 他不能用', values)
}
