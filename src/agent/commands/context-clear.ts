import type { Command } from './command.ts'

export const contextClear: Command = {
  path: ['上下文', '清理'],
  aliases: ['删除上下文'],
  usage: '',
  summary: '忘掉前面说过的话，模型和提示词不变',
  role: 'trusted',
  run(_args, { clearContext }) {
    clearContext()
    return '对话上下文已清理'
  },
}
