import { longestPrompt } from '../../shared/settings.ts'
import { type Command, CommandError } from './command.ts'

export const promptSet: Command = {
  path: ['设定提示词'],
  aliases: ['提示词 设定'],
  usage: '<内容>',
  summary: '给这个聊天一份专属提示词，换行会保留',
  role: 'trusted',
  run(args, { setOwn, message }) {
    if (args === '') throw new CommandError('请指定要设置的提示词内容')
    // Longer messages of QQ are cut, and half a prompt is none.
    if (message.text.length > longestPrompt)
      throw new CommandError(`提示词太长，没有改。最多 ${longestPrompt} 个字`)
    setOwn('prompt', args)
    return `专属提示词已设置:\n${args}`
  },
}
