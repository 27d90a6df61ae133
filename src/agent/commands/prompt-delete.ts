import type { Command } from './command.ts'

export const promptDelete: Command = {
  path: ['删除提示词'],
  aliases: ['提示词 删除'],
  usage: '',
  summary: '去掉这里的专属提示词',
  role: 'trusted',
  run(_args, { setOwn }) {
    setOwn('prompt', undefined)
    return '专属提示词已删除'
  },
}
