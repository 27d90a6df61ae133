import type { Command } from './command.ts'

export const reload: Command = {
  path: ['重载'],
  aliases: ['热重载'],
  usage: '',
  summary: '重新读设置文件和工具',
  role: 'owner',
  async run(_args, { reload, reloadTools, toolCount }) {
    const problem = await reload()
    const files = await reloadTools()
    const broken = files.flatMap(({ file, problem: fault }) => (fault ? [`${file}：${fault.message}`] : []))
    const read = files.length > 0 ? `，读了 ${files.length} 个工具文件` : ''
    return [
      '工具系统已重载',
      `共 ${toolCount()} 个工具${read}`,
      ...(broken.length > 0 ? ['没能用上的:', ...broken] : []),
      ...(problem ? [problem.message, problem.hint] : []),
    ].join('\n')
  },
}
