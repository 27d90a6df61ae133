import { type Command, CommandError } from './command.ts'
import { requireRole } from './rights.ts'

export const retry: Command = {
  path: ['重答'],
  aliases: [],
  usage: '',
  summary: '把上一个问题再答一次；信任的人，或者问的人自己',
  role: 'everyone',
  async run(_args, context) {
    const last = context.lastQuestion()
    if (!last || last.questionId === null) throw new CommandError('这里没有能重答的问题')
    if (!last.askedBy.has(context.message.senderId)) requireRole('trusted', context)
    const { running, waiting } = context.load()
    await context.retry(last.questionId)
    // The new answer speaks for itself, unless something else comes first.
    return running + waiting > 0 ? '等前面的回完就重答' : ''
  },
}
