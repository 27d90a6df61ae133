/** A well-known endpoint, so that only the key has to be found. */
export interface Preset {
  id: string
  title: string
  baseUrl: string
  /** Further hosts of the same vendor; an address at one of them keeps its host. */
  hosts?: readonly string[]
  /** Page where one gets a key, and how to find it there; both empty when none is needed. */
  keyUrl: string
  keyFrom: string
  needsKey: boolean
  /** What costs nothing there, in a few words; '' for nothing. */
  free: string
  /** Whether it tells what is left on the account. */
  tellsBalance?: boolean
  /** Models to begin with, for before the list was fetched. */
  models: readonly string[]
}

export const customPreset: Preset = {
  id: 'custom',
  title: '自定义',
  baseUrl: '',
  keyUrl: '',
  keyFrom: '',
  needsKey: true,
  free: '',
  models: [],
}

export const presets: readonly Preset[] = [
  {
    id: 'deepseek',
    title: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyUrl: 'https://platform.deepseek.com/api_keys',
    keyFrom: 'platform.deepseek.com → API keys',
    needsKey: true,
    free: '',
    tellsBalance: true,
    models: ['deepseek-chat', 'deepseek-reasoner'],
  },
  {
    id: 'bailian',
    title: '阿里百炼',
    baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    hosts: ['dashscope-intl.aliyuncs.com', 'dashscope-us.aliyuncs.com'],
    keyUrl: 'https://bailian.console.aliyun.com/?tab=model#/api-key',
    keyFrom: 'bailian.console.aliyun.com → API-KEY',
    needsKey: true,
    free: '新账号送额度',
    models: ['qwen3-max', 'qwen-plus', 'qwen-flash', 'qwen3-vl-plus'],
  },
  {
    id: 'ark',
    title: '火山方舟（豆包）',
    baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
    keyUrl: 'https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey',
    keyFrom: 'console.volcengine.com/ark → API Key 管理',
    needsKey: true,
    free: '新账号送额度',
    models: ['doubao-seed-1-6-250615', 'doubao-seed-1-6-flash-250615'],
  },
  {
    id: 'zhipu',
    title: '智谱',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    hosts: ['api.z.ai'],
    keyUrl: 'https://bigmodel.cn/usercenter/proj-mgmt/apikeys',
    keyFrom: 'bigmodel.cn → API Keys',
    needsKey: true,
    free: '有免费模型',
    models: ['glm-4.6', 'glm-4.5-flash', 'glm-4.5v'],
  },
  {
    id: 'moonshot',
    title: 'Moonshot',
    baseUrl: 'https://api.moonshot.cn/v1',
    hosts: ['api.moonshot.ai'],
    keyUrl: 'https://platform.moonshot.cn/console/api-keys',
    keyFrom: 'platform.moonshot.cn → API Key 管理',
    needsKey: true,
    free: '',
    tellsBalance: true,
    models: ['kimi-k2-turbo-preview', 'kimi-latest'],
  },
  {
    id: 'minimax',
    title: 'MiniMax',
    baseUrl: 'https://api.minimaxi.com/v1',
    hosts: ['api.minimax.chat', 'api.minimax.io'],
    keyUrl: 'https://platform.minimaxi.com/user-center/basic-information/interface-key',
    keyFrom: 'platform.minimaxi.com → 接口密钥',
    needsKey: true,
    free: '',
    models: ['MiniMax-M2'],
  },
  {
    id: 'siliconflow',
    title: '硅基流动',
    baseUrl: 'https://api.siliconflow.cn/v1',
    hosts: ['api.siliconflow.com'],
    keyUrl: 'https://cloud.siliconflow.cn/account/ak',
    keyFrom: 'cloud.siliconflow.cn → API 密钥',
    needsKey: true,
    free: '有免费模型',
    tellsBalance: true,
    models: ['Qwen/Qwen3-8B', 'deepseek-ai/DeepSeek-V3.2-Exp', 'Qwen/Qwen2.5-VL-72B-Instruct'],
  },
  {
    id: 'openrouter',
    title: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyUrl: 'https://openrouter.ai/keys',
    keyFrom: 'openrouter.ai → Keys',
    needsKey: true,
    free: '有免费模型',
    tellsBalance: true,
    models: ['deepseek/deepseek-chat-v3.1', 'google/gemini-2.5-flash'],
  },
  {
    id: 'openai',
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyUrl: 'https://platform.openai.com/api-keys',
    keyFrom: 'platform.openai.com → API keys',
    needsKey: true,
    free: '',
    models: ['gpt-5-mini', 'gpt-4.1-mini'],
  },
  {
    id: 'gemini',
    title: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyUrl: 'https://aistudio.google.com/apikey',
    keyFrom: 'aistudio.google.com → Get API key',
    needsKey: true,
    free: '有免费额度',
    models: ['gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.5-pro'],
  },
  {
    id: 'anthropic',
    title: 'Claude',
    baseUrl: 'https://api.anthropic.com/v1',
    keyUrl: 'https://console.anthropic.com/settings/keys',
    keyFrom: 'console.anthropic.com → API keys',
    needsKey: true,
    free: '',
    models: ['claude-sonnet-4-5', 'claude-haiku-4-5'],
  },
  {
    id: 'groq',
    title: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyUrl: 'https://console.groq.com/keys',
    keyFrom: 'console.groq.com → API Keys',
    needsKey: true,
    free: '有免费额度',
    models: ['llama-3.3-70b-versatile'],
  },
  {
    id: 'mimo',
    title: '小米 MiMo',
    baseUrl: 'https://api.xiaomimimo.com/v1',
    hosts: ['token-plan-cn.xiaomimimo.com'],
    keyUrl: 'https://platform.xiaomimimo.com',
    keyFrom: 'platform.xiaomimimo.com → API Keys',
    needsKey: true,
    free: '',
    models: ['mimo-v2-flash'],
  },
  {
    id: 'gptgod',
    title: 'GPTGod',
    baseUrl: 'https://api.gptgod.online/v1',
    keyUrl: 'https://gptgod.online',
    keyFrom: 'gptgod.online → 令牌',
    needsKey: true,
    free: '',
    models: ['gpt-4o-mini'],
  },
  local('ollama', 'Ollama', 11_434),
  local('lmstudio', 'LM Studio', 1234),
  local('vllm', 'vLLM', 8000),
  local('llamacpp', 'llama.cpp', 8080),
  customPreset,
]

function local(id: string, title: string, port: number): Preset {
  const baseUrl = `http://127.0.0.1:${port}/v1`
  return { id, title, baseUrl, keyUrl: '', keyFrom: '', needsKey: false, free: '本机', models: [] }
}

export function presetById(id: string): Preset | null {
  return presets.find((preset) => preset.id === id) ?? null
}

/** The vendor whose host an address has; of programs on this machine the one with that port. */
export function presetOf(baseUrl: string): Preset | null {
  if (!URL.canParse(baseUrl)) return null
  const host = hostOf(baseUrl)
  return (
    presets.find(
      (preset) => preset.baseUrl !== '' && (hostOf(preset.baseUrl) === host || preset.hosts?.includes(host)),
    ) ?? null
  )
}

function hostOf(url: string): string {
  return new URL(url).host.replace(/^localhost(?=:|$)/, '127.0.0.1')
}
