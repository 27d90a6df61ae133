import { approvalsText } from '../tools/asking/ask-texts.ts'
import type { Command } from './command.ts'

export const waitingList: Command = {
  path: ['待审批'],
  aliases: [],
  usage: '',
  summary: '看看有哪些事在等你批准',
  role: 'owner',
  run(_args, { approvals }) {
    const waiting = approvals()
    if (waiting.length === 0) return '没有在等你批准的事'
    return [`有 ${waiting.length} 件在等：`, approvalsText(waiting), '不同意就把 #批准 换成 #拒绝'].join('\n')
  },
}
