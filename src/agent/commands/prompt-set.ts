import { type Command, CommandError } from './command.ts'

const longest = 20_000

export const promptSet: Command = {
  name: '设定提示词',
  aliases: [],
  usage: '<内容>',
  summary: '给这个聊天一份专属提示词，换行会保留',
  access: 'change',
  run(args, { setOwn }) {
    if (args === '') throw new CommandError('请指定要设置的提示词内容')
    if (args.length > longest) throw new CommandError(`提示词有 ${args.length} 个字，最多 ${longest} 个`)
    setOwn('prompt', args)
    return `专属提示词已设置:\n${args}`
  },
}
