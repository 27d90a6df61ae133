import { yuan } from '../../shared/costs.ts'
import type { Command, Usage } from './command.ts'

export const usage: Command = {
  path: ['用量'],
  aliases: [],
  usage: '',
  summary: '看看今天用了多少、花了多少',
  role: 'trusted',
  run: (_args, { usage, role }) => {
    const everywhere = usage('everywhere')
    // What the bot costs in all is the owner's business.
    const money = role === 'owner' ? `，${spentText(everywhere)}` : ''
    const here = usage('here')
    return [`今天在这里: ${text(here)}，${spentText(here)}`, `今天一共: ${text(everywhere)}${money}`].join(
      '\n',
    )
  },
}

/** What was spent, and how much of it nobody knows. */
export function spentText({ cost, unpriced }: Pick<Usage, 'cost' | 'unpriced'>): string {
  const unknown = unpriced > 0 ? `（有 ${unpriced} 次不知道价格）` : ''
  return `花了 ${yuan(cost)}${unknown}`
}

function text({ replies, calls, inputTokens, outputTokens }: Usage): string {
  const tokens = inputTokens + outputTokens
  return `回复 ${replies} 次，调用模型 ${calls} 次，${tokens} 词元（读 ${inputTokens}，写 ${outputTokens}）`
}
