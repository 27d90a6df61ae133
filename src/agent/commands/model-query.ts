import type { Command } from './command.ts'

export const modelQuery: Command = {
  name: '模型查询',
  aliases: [],
  usage: '',
  summary: '看看这里用的是哪个模型',
  access: 'read',
  run: (_args, { settings }) => `当前对话使用的模型: ${settings.model}`,
}
