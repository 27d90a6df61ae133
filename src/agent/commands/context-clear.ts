import type { Command } from './command.ts'

export const contextClear: Command = {
  name: '上下文清理',
  aliases: ['删除上下文'],
  usage: '',
  summary: '忘掉前面说过的话，模型和提示词不变',
  access: 'change',
  run(_args, { clearContext }) {
    clearContext()
    return '对话上下文已清理'
  },
}
