import type { Command } from './command.ts'

export const modelList: Command = {
  path: ['模型', '列表'],
  aliases: [],
  usage: '',
  summary: '看看有哪些模型',
  role: 'everyone',
  run(_args, { models }) {
    const names = models.names()
    const lines = (wanted: boolean) =>
      names.filter((name) => (models.describe(name)?.vision ?? false) === wanted).map((name) => `  - ${name}`)
    return ['可用模型列表:', 'LLM模式:', ...lines(false), 'MLLM模式:', ...lines(true)].join('\n')
  },
}
