import type { Command } from './command.ts'

export const promptShow: Command = {
  path: ['提示词'],
  aliases: [],
  usage: '',
  summary: '看看这里的专属提示词',
  role: 'everyone',
  run: (_args, { settings }) =>
    settings.prompt.trim() === ''
      ? '当前对话没有设置专属提示词，使用默认核心提示词'
      : `当前对话的专属提示词:\n${settings.prompt}`,
}
