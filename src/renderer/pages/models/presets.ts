/** A well-known endpoint, so that only the key has to be found. */
export interface Preset {
  id: string
  title: string
  baseUrl: string
  /** Where to get a key; empty when none is needed. */
  keyFrom: string
  needsKey: boolean
}

export const customPreset: Preset = {
  id: 'custom',
  title: '自定义',
  baseUrl: '',
  keyFrom: '',
  needsKey: true,
}

export const presets: readonly Preset[] = [
  {
    id: 'deepseek',
    title: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyFrom: 'platform.deepseek.com → API keys',
    needsKey: true,
  },
  {
    id: 'bailian',
    title: '阿里百炼',
    baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    keyFrom: 'bailian.console.aliyun.com → API-KEY',
    needsKey: true,
  },
  {
    id: 'siliconflow',
    title: '硅基流动',
    baseUrl: 'https://api.siliconflow.cn/v1',
    keyFrom: 'cloud.siliconflow.cn → API 密钥',
    needsKey: true,
  },
  {
    id: 'zhipu',
    title: '智谱',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    keyFrom: 'bigmodel.cn → API Keys',
    needsKey: true,
  },
  {
    id: 'moonshot',
    title: 'Moonshot',
    baseUrl: 'https://api.moonshot.cn/v1',
    keyFrom: 'platform.moonshot.cn → API Key 管理',
    needsKey: true,
  },
  {
    id: 'openai',
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyFrom: 'platform.openai.com → API keys',
    needsKey: true,
  },
  {
    id: 'openrouter',
    title: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyFrom: 'openrouter.ai → Keys',
    needsKey: true,
  },
  { id: 'ollama', title: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', keyFrom: '', needsKey: false },
  { id: 'lmstudio', title: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', keyFrom: '', needsKey: false },
  customPreset,
]

/** The preset an endpoint was made from, by its address. */
export function presetOf(baseUrl: string): Preset | null {
  return presets.find((preset) => preset.baseUrl !== '' && preset.baseUrl === baseUrl) ?? null
}
