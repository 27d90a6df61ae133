import { cleanLine } from '../../kernel/text.ts'
import type { GroupInfo, MemberInfo } from '../group-calls.ts'
import { fieldsOf } from './fields.ts'
import { someone } from './ids.ts'

const mostMembers = 3_000
const roles = ['owner', 'admin', 'member'] as const

/** What an end tells of a group; null when it is nothing of this group. */
export function readGroup(data: unknown, groupId: string): GroupInfo | null {
  const { group_id, group_name, member_count, max_member_count } = fieldsOf(data)
  if (group_id !== undefined && someone(group_id) !== groupId) return null
  if (group_name === undefined && member_count === undefined) return null
  return {
    id: groupId,
    name: cleanLine(group_name),
    memberCount: countOf(member_count),
    maxMemberCount: countOf(max_member_count),
  }
}

/** The members an end lists; null when it is no list. Entries without a number are left out. */
export function readMembers(data: unknown): MemberInfo[] | null {
  if (!Array.isArray(data)) return null
  const members: MemberInfo[] = []
  for (const entry of data.slice(0, mostMembers)) {
    const member = memberIn(entry)
    // In a list nothing hangs on the role; it is asked again before anything is done.
    if (member) members.push({ ...member, role: member.role ?? 'member' })
  }
  return members
}

/** One member as an end tells it; null when it is somebody else, or his role is not told: rights hang on it. */
export function readMember(data: unknown, userId: string): MemberInfo | null {
  const member = memberIn(data)
  return member?.role && member.id === userId ? { ...member, role: member.role } : null
}

function memberIn(data: unknown): (Omit<MemberInfo, 'role'> & { role: MemberInfo['role'] | null }) | null {
  const { user_id, nickname, card, role } = fieldsOf(data)
  const id = someone(user_id)
  if (id === null) return null
  return {
    id,
    name: cleanLine(nickname),
    card: cleanLine(card),
    role: roles.find((known) => known === role) ?? null,
  }
}

function countOf(value: unknown): number {
  const count = Number(value)
  return Number.isSafeInteger(count) && count > 0 ? count : 0
}
