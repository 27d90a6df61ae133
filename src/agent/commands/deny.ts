import { decidedText } from '../tools/asking/ask-texts.ts'
import { meantApproval } from './approve.ts'
import type { Command } from './command.ts'

export const deny: Command = {
  path: ['拒绝'],
  aliases: [],
  usage: '[编号]',
  summary: '不同意一件在等的事',
  role: 'owner',
  async run(args, context) {
    const approval = meantApproval(args, '拒绝', context)
    await context.decide(approval.id, 'deny')
    return decidedText(approval, 'deny')
  },
}
