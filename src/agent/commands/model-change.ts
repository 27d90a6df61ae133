import { type Command, CommandError } from './command.ts'

export const modelChange: Command = {
  name: '模型更换',
  aliases: [],
  usage: '<模型名>',
  summary: '换一个模型，只影响这个聊天',
  access: 'change',
  run(args, { models, setOwn }) {
    if (args === '') throw new CommandError('请指定要更换的模型名称')
    const resolved = models.resolve(args)
    if ('problem' in resolved) throw new CommandError(`模型 '${args}' 不可用\n${resolved.problem.hint}`)
    setOwn('model', resolved.name)
    return `模型已更换为: ${resolved.name}`
  },
}
