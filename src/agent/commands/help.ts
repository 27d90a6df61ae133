import { head } from '../kernel/text.ts'
import { type Command, CommandError } from './command.ts'
import { helpDetail, helpLine, legend } from './help-lines.ts'
import { meets } from './rights.ts'

export const help: Command = {
  path: ['帮助'],
  aliases: [],
  usage: '[指令]',
  summary: '看看有哪些指令，或者一条指令怎么用',
  role: 'everyone',
  run(args, context) {
    const { commands, role, chat, settings } = context
    if (args !== '') {
      const parsed = commands.parse(`#${args.replace(/^[#＃]/, '')}`)
      if (!parsed) throw new CommandError(`没有「${head(args, 40)}」这条指令，发 #帮助 看看有哪些`)
      const { entry } = parsed
      return commands.entries.includes(entry) ? helpDetail(entry, context) : entry.command.run('', context)
    }
    const usable = commands.entries.filter((entry) => meets(role, entry.role))
    const mention = chat.address.kind === 'group' && !settings.triggers.bareCommands
    return [
      '可用指令:',
      ...usable.map(helpLine),
      legend(usable, context),
      `${mention ? '在群里要先 @ 我，再写指令。' : ''}「#帮助 指令名」说一条指令怎么用。`,
    ].join('\n')
  },
}
