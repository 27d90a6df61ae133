import { type Command, CommandError } from './command.ts'
import { timeText } from './time-text.ts'

/** A year. */
const mostMinutes = 525_600

export const mute: Command = {
  path: ['静音'],
  aliases: [],
  usage: '<分钟>',
  summary: '让我在这里安静一会儿，0 就恢复；指令照常能用',
  role: 'trusted',
  run(args, { chat, now, mute }) {
    if (args === '') {
      return chat.mutedUntil > now
        ? `静音到 ${timeText(chat.mutedUntil, now)}，#静音 0 就恢复`
        : '现在没有静音，#静音 <分钟> 让我安静一会儿'
    }
    const minutes = Number(/^(\d{1,6})\s*(?:分钟?)?$/.exec(args)?.[1] ?? Number.NaN)
    if (!(minutes <= mostMinutes))
      throw new CommandError(`分钟要写成 0 到 ${mostMinutes} 的整数，比如 #静音 10`)
    const until = mute(minutes)
    return minutes === 0 ? '恢复说话了' : `静音 ${minutes} 分钟，到 ${timeText(until, now)}，#静音 0 就恢复`
  },
}
