import type { Approval } from '../../shared/tools.ts'
import { head } from '../kernel/text.ts'
import { approvalsText, decidedText } from '../tools/asking/ask-texts.ts'
import { type Command, type CommandContext, CommandError } from './command.ts'

export const approve: Command = {
  path: ['批准'],
  aliases: [],
  usage: '[编号] [1小时]',
  summary: '同意一件在等的事；加上 1小时，这一小时都不再问',
  role: 'owner',
  async run(args, context) {
    const hour = /(?:^|\s)[1１一]\s*个?小时$/.exec(args)
    const approval = meantApproval(hour ? args.slice(0, hour.index) : args, '批准', context)
    const decision = hour ? 'hour' : 'allow'
    await context.decide(approval.id, decision)
    return decidedText(approval, decision)
  },
}

/** The one that is named, or the only one that waits. Throws a CommandError that lists them when that is not clear. */
export function meantApproval(id: string, word: string, { approvals }: CommandContext): Approval {
  const waiting = approvals()
  const [only, ...others] = waiting
  if (!only) throw new CommandError('没有在等你批准的事')
  const wanted = id.trim().toLowerCase()
  if (wanted === '' && others.length === 0) return only
  const named = waiting.find((one) => one.id === wanted)
  if (named) return named
  const what =
    wanted === ''
      ? `有 ${waiting.length} 件在等，写上编号，比如 #${word} ${only.id}`
      : `没有「${head(wanted, 20)}」这件在等的事，可能已经过去了；在等的有`
  throw new CommandError(`${what}\n${approvalsText(waiting)}`)
}
