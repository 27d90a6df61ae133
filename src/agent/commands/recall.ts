import { type Command, CommandError } from './command.ts'
import { requireRole } from './rights.ts'

export const recall: Command = {
  path: ['撤回'],
  aliases: [],
  usage: '',
  summary: '收回我的上一个回答；信任的人，或者问的人自己',
  role: 'everyone',
  async run(_args, context) {
    const answer = context.lastAnswer()
    if (!answer) throw new CommandError('这里没有能撤回的回答')
    if (!answer.askedBy.has(context.message.senderId)) requireRole('trusted', context)
    const { taken, problem } = await context.takeBack(answer)
    if (!problem) return '已撤回'
    const before = taken > 0 ? `撤回了 ${taken} 条，还有 ${answer.parts.length - taken} 条没有：` : ''
    throw new CommandError(`${before}${problem.message}${problem.hint && `\n${problem.hint}`}`)
  },
}
