import { z } from 'zod'
import type { GroupMember } from '../group-actions.ts'
import { defineTool } from '../tool.ts'
import { requireGroup, roleName } from './group-rights.ts'

const mostLines = 200

export const groupInfo = defineTool({
  name: 'qq_group_info',
  title: '看群资料',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'green',
  outside: true,
  description: '返回当前群的群号、群名和人数。只能在群里用。',
  input: z.strictObject({}),
  async run(_input, context) {
    requireGroup(context, '看群资料')
    const { id, name, memberCount, maxMemberCount } = await context.group.info(context.signal)
    const most = maxMemberCount > 0 ? `，最多 ${maxMemberCount} 人` : ''
    return `群号 ${id}\n群名 ${name || '（没有）'}\n人数 ${memberCount || '（QQ 端没有说）'}${most}`
  },
})

export const memberList = defineTool({
  name: 'qq_member_list',
  title: '看群成员',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'green',
  outside: true,
  description:
    '列出当前群的成员，每行是 QQ 号、身份、名片和昵称，最多 200 行。要对谁做事又不知道 QQ 号时先用它查。只能在群里用。',
  input: z.strictObject({
    search: z.string().max(64).optional().describe('只列名片、昵称或 QQ 号里有这几个字的人；不填列出所有人'),
  }),
  async run({ search = '' }, context) {
    requireGroup(context, '看群成员')
    const members = await context.group.members(context.signal)
    const wanted = search.trim().toLowerCase()
    const found = members.filter(({ id, name, card }) =>
      [id, name, card].some((text) => text.toLowerCase().includes(wanted)),
    )
    if (found.length === 0) return `群里没有名字或 QQ 号里有「${search}」的人`
    const left = found.length - mostLines
    const more = left > 0 ? [`还有 ${left} 人没有列出来，用 search 找`] : []
    return [...found.slice(0, mostLines).map(lineOf), ...more].join('\n')
  },
})

/** The number and the role stand first: everything behind them is what somebody chose to be called. */
function lineOf(member: GroupMember): string {
  const { id, name, card } = member
  const names = card !== '' && card !== name ? `${card}（昵称 ${name}）` : name
  return `${id} ${roleName(member)} ${names}`
}
