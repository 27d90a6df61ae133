import { z } from 'zod'
import { QQNumber } from '../../../shared/settings.ts'
import { cleanLine } from '../../kernel/text.ts'
import { defineTool } from '../tool.ts'
import { nameOf, requireRights, requireRightsOver } from './group-rights.ts'

/** What QQ allows. */
const longestMute = 2_592_000

const who = '只有主人、群主和群管理员能要你这么做，你自己也要是管理员；做不做由程序判断，不用你劝。'

export const mute = defineTool({
  name: 'qq_mute',
  title: '禁言',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'red',
  parallel: false,
  description: `在当前群里禁言一个人，或提前解除。${who}`,
  input: z.strictObject({
    user_id: QQNumber.describe('谁，QQ 号'),
    seconds: z.int().min(0).max(longestMute).describe('多少秒，最多 2592000（30 天）；0 是解除禁言'),
  }),
  async run({ user_id, seconds }, context) {
    const what = seconds === 0 ? '解除禁言' : '禁言'
    const target = await requireRightsOver(user_id, context, what)
    await context.group.mute(user_id, seconds, context.signal)
    return `${what}了 ${nameOf(target)}（${user_id}）${seconds === 0 ? '' : `，${seconds} 秒`}`
  },
})

export const muteAll = defineTool({
  name: 'qq_mute_all',
  title: '全员禁言',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'red',
  parallel: false,
  description: `在当前群里打开或关掉全员禁言。${who}`,
  input: z.strictObject({ on: z.boolean().describe('true 打开，false 关掉') }),
  async run({ on }, context) {
    await requireRights(context, on ? '打开全员禁言' : '关掉全员禁言')
    await context.group.muteAll(on, context.signal)
    return on ? '全员禁言打开了' : '全员禁言关掉了'
  },
})

export const kick = defineTool({
  name: 'qq_kick',
  title: '移出群',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'red',
  parallel: false,
  description: `把一个人移出当前群，没法撤销。${who}`,
  input: z.strictObject({
    user_id: QQNumber.describe('谁，QQ 号'),
    reject_forever: z.boolean().default(false).describe('以后也不让他再申请进群'),
  }),
  async run({ user_id, reject_forever }, context) {
    const target = await requireRightsOver(user_id, context, '移出群')
    await context.group.kick(user_id, reject_forever, context.signal)
    return `${nameOf(target)}（${user_id}）被移出群了${reject_forever ? '，以后也不能再申请' : ''}`
  },
})

export const setCard = defineTool({
  name: 'qq_set_card',
  title: '改群名片',
  group: 'QQ 动作',
  groupOnly: true,
  risk: 'red',
  parallel: false,
  description: `改一个人在当前群里的名片。${who}`,
  input: z.strictObject({
    user_id: QQNumber.describe('谁，QQ 号'),
    card: z.string().max(60).describe('新的名片；空的就是去掉名片'),
  }),
  async run({ user_id, card }, context) {
    const target = await requireRightsOver(user_id, context, '改群名片')
    const clean = cleanLine(card, 60)
    await context.group.setCard(user_id, clean, context.signal)
    return clean === ''
      ? `去掉了 ${nameOf(target)}（${user_id}）的名片`
      : `${nameOf(target)}（${user_id}）的名片改成了 ${clean}`
  },
})
