import type { Config } from '../../shared/config.ts'
import type { ToolRole } from '../../shared/tools.ts'
import { commandRoleOf, roleOf } from '../inbox/roles.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { ToolCaller } from '../tools/tool-context.ts'

const ranks: Record<ToolRole, number> = { member: 0, trusted: 1, owner: 2 }

/**
 * Whose words lead to the calls of a turn: of all who are answered in it, the one with the least rights, so that
 * nobody can borrow those of another by talking at the same time. Of equals the last.
 * @param retriedBy number of whoever had it answered again: it is his call as well, by his role as a person.
 */
export function callerOf(
  messages: readonly MessageRecord[],
  chat: Pick<ChatRecord, 'address'>,
  config: Config,
  retriedBy: string | null = null,
): ToolCaller {
  const callers = messages.map((message) => ({
    id: message.senderId,
    name: message.senderName,
    role: toolRole(message, chat, config),
    chatRole: chatRole(message, chat, config),
    groupRole: message.groupRole,
  }))
  if (retriedBy !== null && !callers.some(({ id }) => id === retriedBy)) {
    const role = toolRole({ senderId: retriedBy, groupRole: null }, chat, config)
    callers.push({ id: retriedBy, name: retriedBy, role, chatRole: role, groupRole: null })
  }
  const least = callers.reduce((a, b) => (ranks[b.role] <= ranks[a.role] ? b : a))
  return least
}

/** As for the commands that change a chat. */
function chatRole(
  { senderId, groupRole }: MessageRecord,
  { address: { selfId, kind } }: Pick<ChatRecord, 'address'>,
  config: Config,
): ToolRole {
  const role = commandRoleOf({ selfId, kind, senderId, groupRole }, config)
  return role === 'blocked' ? 'member' : role
}

/** Owners and admins of a group may count as trusted in it, as for commands. */
function toolRole(
  { senderId, groupRole }: Pick<MessageRecord, 'senderId' | 'groupRole'>,
  { address }: Pick<ChatRecord, 'address'>,
  config: Config,
): ToolRole {
  const role = roleOf({ selfId: address.selfId, senderId }, config)
  if (role === 'owner' || role === 'trusted') return role
  const ranked = groupRole === 'owner' || groupRole === 'admin'
  return role === 'member' && ranked && config.access.groupAdmins === 'trusted' ? 'trusted' : 'member'
}
