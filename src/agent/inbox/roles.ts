import type { Config, Role } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'

/** Whoever said something, and to which of the bot's numbers. */
export interface Speaking {
  readonly selfId: string
  readonly senderId: string
  readonly groupRole: 'owner' | 'admin' | 'member' | null
  readonly kind: 'private' | 'group'
}

/** What somebody is to the bot, by number alone: names and group cards prove nothing. 拉黑 wins over everything else. */
export function roleOf({ selfId, senderId }: Pick<Speaking, 'selfId' | 'senderId'>, config: Config): Role {
  if (selfId === sandboxSelfId)
    return config.sandbox.people.find(({ id }) => id === senderId)?.role ?? 'member'
  const { owners, trusted, blocked } = config.access
  if (blocked.includes(senderId)) return 'blocked'
  if (owners.includes(senderId)) return 'owner'
  return trusted.includes(senderId) ? 'trusted' : 'member'
}

/**
 * The role with which somebody gives commands in a chat: owners and admins of a group may count as trusted in it, and
 * whoever talks in private may change that chat.
 */
export function commandRoleOf(speaking: Speaking, config: Config): Role {
  const role = roleOf(speaking, config)
  if (role !== 'member') return role
  const { groupAdmins, privateSelf } = config.access
  const ranked = speaking.groupRole === 'owner' || speaking.groupRole === 'admin'
  const own = speaking.kind === 'private' && privateSelf
  return own || (ranked && groupAdmins === 'trusted') ? 'trusted' : 'member'
}
