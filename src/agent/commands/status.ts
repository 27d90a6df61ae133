import type { Command } from './command.ts'
import { timeText } from './time-text.ts'
import { spentText } from './usage.ts'

export const status: Command = {
  path: ['状态'],
  aliases: [],
  usage: '',
  summary: '看看我在这里怎么样',
  role: 'everyone',
  run(_args, { settings, characters, load, chat, now, usage }) {
    const played = characters.find(({ id }) => id === settings.character)
    const { running, waiting } = load()
    return [
      `模型: ${settings.model}`,
      `角色: ${played?.name ?? '无'}`,
      `正在回: ${running} 个，排队: ${waiting} 个`,
      `今天在这里: ${spentText(usage('here'))}`,
      ...(chat.mutedUntil > now ? [`静音到 ${timeText(chat.mutedUntil, now)}`] : []),
    ].join('\n')
  },
}
