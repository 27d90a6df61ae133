import type { Command } from './command.ts'

/** Built from the list it is part of, so that it can never be incomplete. */
export function helpFor(commands: () => readonly Command[]): Command {
  return {
    name: '帮助',
    aliases: [],
    usage: '',
    summary: '看看有哪些指令',
    access: 'read',
    run: () =>
      [
        '可用指令:',
        ...commands().map(({ name, usage, summary, access }) => {
          const mark = access === 'change' ? '🔒' : '📝'
          return `${mark} #${name}${usage && ` ${usage}`}：${summary}`
        }),
        '📝 谁都可以用，🔒 在群里只有群主和管理员可以用。',
        '在群里要先 @ 我，再写指令。',
      ].join('\n'),
  }
}
