import type { GroupMember } from '../group-actions.ts'
import { ToolError } from '../tool.ts'
import type { ToolContext } from '../tool-context.ts'

const ranks: Record<GroupMember['role'], number> = { member: 0, admin: 1, owner: 2 }
const roleNames: Record<GroupMember['role'], string> = { member: '群成员', admin: '群管理员', owner: '群主' }

/** Throws a ToolError when the chat is no group: there is nothing of the kind, whoever asks. */
export function requireGroup({ chat }: ToolContext, what: string): void {
  if (chat.address.kind !== 'group') throw new ToolError(`${what}只能在群里做，这里是私聊`)
}

/**
 * The right to do something to a group, by numbers and by what QQ says at this moment: the bot's owner or whoever is
 * owner or admin of the group may ask for it, and the bot itself must be one of the latter. What the model was told,
 * or what came along with a message, is not asked. Throws a ToolError that names who may.
 */
export async function requireRights(context: ToolContext, what: string): Promise<Standing> {
  requireGroup(context, what)
  const { caller, group, signal } = context
  const asker = caller.role === 'owner' ? null : await group.member(caller.id, signal)
  if (caller.role !== 'owner' && (!asker || asker.role === 'member')) {
    throw new ToolError(`${caller.name} 不能让我${what}：只有我的主人、群主和群管理员可以`)
  }
  const bot = await group.member(group.selfId, signal)
  if (!bot || bot.role === 'member') {
    throw new ToolError(`我不是这个群的管理员，不能${what}；要群主先把我设为管理员`)
  }
  return { asker, bot }
}

/** Who stands behind a call: the bot's owner may everything that the bot may. */
export interface Standing {
  /** Null for the bot's owner. */
  readonly asker: GroupMember | null
  readonly bot: GroupMember
}

/** The same over one member, who must rank below the bot and below whoever asks. */
export async function requireRightsOver(
  userId: string,
  context: ToolContext,
  what: string,
): Promise<GroupMember> {
  const { asker, bot } = await requireRights(context, what)
  const target = await requireMember(userId, context)
  const is = `${nameOf(target)} 是${roleNames[target.role]}`
  if (ranks[target.role] >= ranks[bot.role]) {
    throw new ToolError(`${is}，我是${roleNames[bot.role]}，不能对他${what}；要找群主`)
  }
  if (asker && ranks[target.role] >= ranks[asker.role]) {
    throw new ToolError(`${is}，${nameOf(asker)} 不能让我对他${what}：只有我的主人和群主可以`)
  }
  return target
}

/** Somebody who is in the group now; a ToolError when nobody there has this number. */
export async function requireMember(userId: string, { group, signal }: ToolContext): Promise<GroupMember> {
  const member = await group.member(userId, signal)
  if (!member) throw new ToolError(`群里没有 QQ 号是 ${userId} 的人`)
  return member
}

/** What somebody is called in the group. */
export function nameOf({ id, name, card }: GroupMember): string {
  return card || name || id
}

/** `群主` and so on. */
export function roleName({ role }: GroupMember): string {
  return roleNames[role]
}
