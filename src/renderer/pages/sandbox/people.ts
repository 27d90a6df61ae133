import type { Role, SandboxPerson } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import type { Tone } from '../../ui/dot.tsx'

const firstId = 90_001

export function groupRoleTitle(role: SandboxPerson['groupRole']): string {
  const titles = { owner: t('群主'), admin: t('管理员'), member: t('成员') }
  return titles[role]
}

/** What stands beside a pretend person's name: what he is to the bot, and in the group. */
export function marksOf(person: SandboxPerson, inGroup: boolean): { tone: Tone; word: string }[] {
  const roles: Record<Role, { tone: Tone; word: string } | null> = {
    owner: { tone: 'accent', word: t('主人') },
    trusted: { tone: 'info', word: t('信任') },
    member: null,
    blocked: { tone: 'err', word: t('拉黑') },
  }
  const role = roles[person.role]
  const ranked = inGroup && person.groupRole !== 'member'
  return [
    ...(role ? [role] : []),
    ...(ranked ? [{ tone: 'mute' as const, word: groupRoleTitle(person.groupRole) }] : []),
  ]
}

/** A pretend person with a number nobody has yet. */
export function newPerson(people: readonly SandboxPerson[]): SandboxPerson {
  const taken = new Set(people.map(({ id }) => id))
  let number = firstId
  while (taken.has(String(number))) number++
  return { id: String(number), name: '', groupRole: 'member', role: 'member' }
}
