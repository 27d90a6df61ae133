import type { SandboxPerson } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'

const firstId = 90_001

export function groupRoleTitle(role: SandboxPerson['groupRole']): string {
  const titles = { owner: t('群主'), admin: t('管理员'), member: t('成员') }
  return titles[role]
}

/** A pretend person with a number nobody has yet. */
export function newPerson(people: readonly SandboxPerson[]): SandboxPerson {
  const taken = new Set(people.map(({ id }) => id))
  let number = firstId
  while (taken.has(String(number))) number++
  return { id: String(number), name: '', groupRole: 'member', role: 'member' }
}
