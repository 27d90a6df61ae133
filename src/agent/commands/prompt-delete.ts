import type { Command } from './command.ts'

export const promptDelete: Command = {
  name: '删除提示词',
  aliases: [],
  usage: '',
  summary: '去掉这里的专属提示词',
  access: 'change',
  run(_args, { setOwn }) {
    setOwn('prompt', undefined)
    return '专属提示词已删除'
  },
}
