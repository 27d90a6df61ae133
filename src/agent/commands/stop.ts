import type { Command } from './command.ts'

export const stop: Command = {
  name: '停止',
  aliases: [],
  usage: '',
  summary: '停下正在想的回答',
  access: 'stop',
  run(_args, { isAdmin, message, stopTurns }) {
    const stopped = stopTurns(isAdmin ? null : message.senderId)
    return stopped > 0 ? `已停止 ${stopped} 个回答` : '现在没有在回答的内容'
  },
}
