import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { ListedModel, ModelState, ModelTest } from '../../src/shared/provider.ts'
import type { FakeBot } from './fake-panel.ts'

type Names = Extract<CallName, `models.${string}`>
type Handlers = { [N in Names]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }

const second = 1000

/** Every model there is in the made-up configuration, one of them resting. */
export function fakeModelStates(now: number): Record<string, ModelState> {
  const state = (name: string, changes: Partial<ModelState>): [string, ModelState] => [
    name,
    {
      name,
      health: 'ok',
      problem: null,
      restsUntil: null,
      leftOut: [],
      firstTokenMs: 620,
      successRate: 0.992,
      ...changes,
    },
  ]
  return Object.fromEntries([
    state('deepseek/deepseek-chat', {}),
    state('deepseek/deepseek-reasoner', { firstTokenMs: 4100, leftOut: ['随性程度', '工具'] }),
    state('aliyun/qwen3-max', { firstTokenMs: 1100 }),
    state('aliyun/qwen-vl-max', {
      firstTokenMs: 1300,
      health: 'resting',
      restsUntil: now + 95 * second,
      problem: {
        code: 'model.rate-limit',
        message: '阿里百炼的 qwen-vl-max 说请求太多了（429，dashscope.aliyuncs.com）',
        hint: '过一会儿再试；常常这样的话，在模型页把「并发」调小',
      },
    }),
    state('local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M', { health: 'unknown', firstTokenMs: null }),
    state('demo/xiaoxing', { firstTokenMs: 2 }),
  ])
}

const listed: ListedModel[] = [
  { name: 'gpt-4o-mini', vision: true, tools: true, contextTokens: 128_000 },
  { name: 'deepseek-chat' },
  {
    name: 'deepseek/deepseek-chat-v3.1:free',
    contextTokens: 163_840,
    price: { input: 0, cached: null, output: 0 },
  },
  { name: 'Qwen/Qwen3-235B-A22B-Instruct-2507', reasoning: true },
  { name: 'somebody/an-unheard-of-finetune-with-a-very-long-name-70b-instruct-q4-k-m-gguf' },
  { name: 'text-embedding-v3' },
]

/** Models that can be tested, listed and woken; what is local is not open. */
export function fakeModels({
  bot,
  fail,
}: {
  bot: FakeBot
  fail(code: string, message: string, hint?: string): never
}): Handlers {
  return {
    'models.test': async ({ model, probe }) => {
      await later(700)
      const answer: ModelTest = {
        outcome: 'ok',
        firstTokenMs: 620,
        totalMs: 900,
        text: probe === 'picture' ? '红色的圆。' : '你好，我在。',
        cost: model.startsWith('demo/') ? 0 : 0.0003,
        problem: null,
      }
      if (model.startsWith('local/')) {
        const problem = {
          code: 'model.refused',
          message: '连不上 127.0.0.1:11434',
          hint: '先把 Ollama 打开。',
        }
        return { ...answer, outcome: 'failed', firstTokenMs: null, totalMs: 8, text: '', cost: null, problem }
      }
      const blind = probe === 'picture' && !/vl|qwen3-max|^demo\//.test(model)
      const clumsy = probe === 'tool' && model.includes('reasoner')
      return blind || clumsy ? { ...answer, outcome: 'unable' } : answer
    },
    'models.list': async () => {
      await later(600)
      return listed
    },
    'models.probe': async ({ baseUrl, apiKey }) => {
      await later(800)
      if (apiKey === 'sk-wrong') {
        fail('model.auth', '新的提供商不认这个 Key（401，127.0.0.1）', '重新填一次 Key，注意不要少抄或多抄')
      }
      if (!/\/v\d/.test(baseUrl)) fail('model.not-found', '这个地址上没有模型列表', '地址末尾多半要加 /v1。')
      return { models: listed }
    },
    'models.balance': async ({ provider }) => {
      await later(300)
      if (bot.scene === 'error') fail('model.auth', 'DeepSeek 不认这个 Key')
      return provider === 'deepseek' ? { amount: 42.1, currency: 'CNY' } : null
    },
    'models.wake': ({ model }) => {
      const state = bot.topics.models[model]
      if (state) {
        const awake = { ...state, health: 'unknown' as const, restsUntil: null, problem: null }
        bot.change('models', { [model]: awake })
      }
      return null
    },
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
