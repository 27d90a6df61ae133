import { type Command, CommandError } from './command.ts'

export const toolSupport: Command = {
  path: ['工具支持'],
  aliases: [],
  usage: '<true|false>',
  summary: '让不让模型在这里用工具',
  role: 'trusted',
  run(args, { setOwn }) {
    const wanted = args.toLowerCase()
    if (wanted === '') throw new CommandError('请指定 true 或 false')
    if (wanted !== 'true' && wanted !== 'false') throw new CommandError('参数必须是 true 或 false')
    setOwn('tools', wanted === 'true')
    return wanted === 'true' ? '工具支持已启用' : '工具支持已禁用'
  },
}
