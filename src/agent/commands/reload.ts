import type { Command } from './command.ts'

export const reload: Command = {
  path: ['重载'],
  aliases: ['热重载'],
  usage: '',
  summary: '重新读设置文件和工具',
  role: 'owner',
  async run(_args, { reload, toolCount }) {
    const problem = await reload()
    const done = `工具系统已重载\n共 ${toolCount()} 个工具`
    return problem ? `${done}\n${problem.message}\n${problem.hint}` : done
  },
}
