import type { Command, Usage } from './command.ts'

export const usage: Command = {
  path: ['用量'],
  aliases: [],
  usage: '',
  summary: '看看今天用了多少',
  role: 'trusted',
  run: (_args, { usage }) =>
    [`今天在这里: ${text(usage('here'))}`, `今天一共: ${text(usage('everywhere'))}`].join('\n'),
}

function text({ replies, calls, inputTokens, outputTokens }: Usage): string {
  const tokens = inputTokens + outputTokens
  return `回复 ${replies} 次，调用模型 ${calls} 次，${tokens} 词元（读 ${inputTokens}，写 ${outputTokens}）`
}
