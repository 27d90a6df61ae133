import { z } from 'zod'
import { QQNumber } from '../../../shared/settings.ts'
import { defineTool, ToolError } from '../tool.ts'
import { faceIn, feelings } from './group-faces.ts'
import { requireGroup, requireMember } from './group-rights.ts'

export const mention = defineTool({
  name: 'qq_mention',
  title: '@ 某人',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'yellow',
  repeatable: false,
  parallel: false,
  description: '在当前群里 @ 一个人并说一句话，马上发出去。只在需要叫某个人时用；一般的回答直接写，不用它。',
  input: z.strictObject({
    user_id: QQNumber.describe('要 @ 的人的 QQ 号'),
    text: z.string().trim().min(1).max(500).describe('对他说的话'),
  }),
  async run({ user_id, text }, context) {
    requireGroup(context, '@ 人')
    await context.group.mention(user_id, text, context.signal)
    return `已经 @ 了 ${user_id}，话也说了`
  },
})

export const poke = defineTool({
  name: 'qq_poke',
  title: '戳一戳',
  group: 'QQ 动作',
  risk: 'yellow',
  repeatable: false,
  description: '戳一戳一个人。群里可以戳任何成员，私聊里只能戳对方。',
  input: z.strictObject({
    user_id: QQNumber.optional().describe('要戳的人的 QQ 号；不填就戳跟你说话的人'),
  }),
  async run({ user_id }, context) {
    const { chat, caller, group, signal } = context
    const target = user_id ?? caller.id
    if (chat.address.kind === 'group') await requireMember(target, context)
    else if (target !== chat.address.id) throw new ToolError('私聊里只能戳对方')
    await group.poke(target, signal)
    return `戳了 ${target}`
  },
})

export const react = defineTool({
  name: 'qq_react',
  title: '贴表情',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'yellow',
  repeatable: false,
  description: '在你正在回的那条消息下面贴一个 QQ 表情，当作回应。只能在群里用。',
  input: z.strictObject({
    feeling: z.enum(feelings).optional().describe('心情'),
    face_id: z
      .string()
      .regex(/^\d{1,6}$/, '要是 QQ 表情的编号')
      .optional()
      .describe('QQ 表情的编号；填了就不看心情'),
  }),
  async run({ feeling = '喜欢', face_id }, context) {
    requireGroup(context, '贴表情')
    const { group, signal } = context
    if (group.askedMessageId === null) throw new ToolError('没有能贴表情的消息')
    await group.react(group.askedMessageId, face_id ?? faceIn(feeling), signal)
    return '表情贴上了'
  },
})

export const recallOwn = defineTool({
  name: 'qq_recall_own',
  title: '撤回自己的话',
  group: 'QQ 动作',
  risk: 'yellow',
  rules: { owner: 'allow', trusted: 'allow', member: 'deny' },
  repeatable: false,
  parallel: false,
  description: '撤回你自己在当前聊天里最近说的几条话。发出去超过两分钟的多半撤不回。别人的话撤不了。',
  input: z.strictObject({
    count: z.int().min(1).max(10).default(1).describe('从最近的一条起撤回几条'),
  }),
  async run({ count }, { group, signal }) {
    const taken = await group.recallOwn(count, signal)
    if (taken === 0) throw new ToolError('这里没有能撤回的话')
    return taken < count ? `撤回了 ${taken} 条，其余的没有或撤不回` : `撤回了 ${taken} 条`
  },
})
