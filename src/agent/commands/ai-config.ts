import {
  type AiConfig,
  aiConfigEdits,
  currentAiConfig,
  parseAiConfig,
  providerId,
} from './ai-config-values.ts'
import type { Command, CommandContext } from './command.ts'

export const aiConfig: Command = {
  path: ['aiconfig'],
  aliases: [],
  usage: 'host=… port=… model=…',
  summary: '换默认的模型服务，比如本机的 Ollama；什么都不写就看看现在的',
  role: 'owner',
  dotted: true,
  async run(args, context) {
    const { config, edit } = context
    if (args === '') return `当前设置:\n${lines(currentAiConfig(config))}${whetherUsed(context)}`
    const wished = parseAiConfig(args)
    const ops = aiConfigEdits(config, wished)
    const now = { ...currentAiConfig(config), ...wished }
    if (ops.length === 0) return `已经是这样了:\n${lines(now)}`
    await edit(ops)
    const lostKey = ops.some(({ path }) => path.at(-1) === 'apiKey')
    const key = lostKey ? '\n原来的 Key 是给原来的地址的，没有带过去' : ''
    return `设置已保存:\n${lines(now)}\n下一条消息就用它${ownModel(context)}${key}`
  },
}

function lines({ host, port, model }: AiConfig): string {
  return `host=${host}\nport=${port}\nmodel=${model}`
}

function whetherUsed({ config }: CommandContext): string {
  const { model } = config.defaults
  return model.startsWith(`${providerId}/`) ? '' : `\n现在没有在用，默认模型是 ${model}`
}

/** A chat with a model of its own does not follow the default. */
function ownModel({ settings, config }: CommandContext): string {
  return settings.model === config.defaults.model ? '' : `；这里另外选了 ${settings.model}，#模型更换 可以换`
}
