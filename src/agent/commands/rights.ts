import type { ChatAddress } from '../../shared/chat-address.ts'
import type { CommandRole, Config, Role } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import { RefusedError } from './command.ts'

const ranks: Record<Role | CommandRole, number> = {
  blocked: -1,
  member: 0,
  everyone: 0,
  trusted: 1,
  owner: 2,
}

/** Marks of the help, by what a command needs. */
export const marks: Record<CommandRole, string> = { everyone: '📝', trusted: '🔒', owner: '👑' }

export interface Rights {
  readonly role: Role
  readonly config: Config
  readonly chat: { readonly address: ChatAddress }
}

/** Whether somebody's role is enough. */
export function meets(role: Role, needed: CommandRole): boolean {
  return ranks[role] >= ranks[needed]
}

/** Throws a RefusedError that says what is needed, and how to get it, when a role is not enough. */
export function requireRole(needed: CommandRole, rights: Rights): void {
  if (meets(rights.role, needed)) return
  if (needed === 'owner' && !hasOwner(rights))
    throw new RefusedError('还没有设主人，去面板的「安全与权限」认主人')
  const how = needed === 'trusted' ? '\n让主人在面板的「安全与权限」里把你加进信任的人' : ''
  throw new RefusedError(`这条指令${whoMay(needed, rights)}${how}`)
}

/** `只有主人能用`, for this chat. */
export function whoMay(needed: CommandRole, { config, chat }: Omit<Rights, 'role'>): string {
  if (needed === 'everyone') return '谁都能用'
  if (needed === 'owner') return '只有主人能用'
  const { groupAdmins, privateSelf } = config.access
  if (chat.address.kind === 'private') return privateSelf ? '在私聊里谁都能用' : '只有主人和信任的人能用'
  return groupAdmins === 'trusted' ? '只有主人、信任的人和群管理员能用' : '只有主人和信任的人能用'
}

function hasOwner({ config, chat }: Rights): boolean {
  return chat.address.selfId === sandboxSelfId
    ? config.sandbox.people.some(({ role }) => role === 'owner')
    : config.access.owners.length > 0
}
