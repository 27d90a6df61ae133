import type { Command } from './command.ts'
import { meets } from './rights.ts'

export const stop: Command = {
  path: ['停止'],
  aliases: [],
  usage: '',
  summary: '停下正在想的回答；信任的人能停这里所有的，别人能停自己的',
  role: 'everyone',
  run(_args, { role, message, stopTurns }) {
    const stopped = stopTurns(meets(role, 'trusted') ? null : message.senderId)
    return stopped > 0 ? `已停止 ${stopped} 个回答` : '现在没有在回答的内容'
  },
}
