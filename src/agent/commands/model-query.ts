import type { Command } from './command.ts'

export const modelQuery: Command = {
  path: ['模型', '查询'],
  aliases: [],
  usage: '',
  summary: '看看这里用的是哪个模型',
  role: 'everyone',
  run: (_args, { settings }) => `当前对话使用的模型: ${settings.model}`,
}
