import { head } from '../kernel/text.ts'
import { type Command, CommandError } from './command.ts'

export const modelChange: Command = {
  path: ['模型', '更换'],
  aliases: [],
  usage: '<模型名>',
  summary: '换一个模型，只影响这个聊天',
  role: 'trusted',
  run(args, { models, setOwn }) {
    if (args === '') throw new CommandError('请指定要更换的模型名称')
    const wanted = head(args, 200)
    const resolved = models.resolve(wanted)
    if ('problem' in resolved) throw new CommandError(`模型 '${wanted}' 不可用\n${resolved.problem.hint}`)
    setOwn('model', resolved.name)
    return `模型已更换为: ${resolved.name}`
  },
}
