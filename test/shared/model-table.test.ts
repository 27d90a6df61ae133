import { describe, expect, it } from 'vitest'
import { Model } from '../../src/shared/config.ts'
import { modelFacts } from '../../src/shared/model-facts.ts'
import { isForChat, knownModel } from '../../src/shared/model-table.ts'

const openAi = 'https://api.openai.com/v1'
const bailian = 'https://dashscope.aliyuncs.com/compatible-mode/v1'
const ollama = 'http://127.0.0.1:11434/v1'
const silicon = 'https://api.siliconflow.cn/v1'

describe('what is known of a model by its name', () => {
  it.each<[string, string, object]>([
    ['gpt-4o-mini', openAi, { vision: true, webp: true, tools: true, reasoning: false }],
    ['o3-mini', openAi, { reasoning: true }],
    ['gpt-5.1', openAi, { vision: true, reasoning: true, contextTokens: 400_000 }],
    ['deepseek-reasoner', 'https://api.deepseek.com', { vision: false, reasoning: true }],
    ['qwen-vl-max-latest', bailian, { vision: true, webp: true, contextTokens: 128_000 }],
    ['qwen3-vl-plus', bailian, { vision: true, reasoning: true }],
    ['qwq-plus', bailian, { reasoning: true, vision: false }],
    ['qvq-max', bailian, { vision: true, tools: false }],
    ['qwen-long', bailian, { contextTokens: 10_000_000 }],
    ['doubao-seed-1-6-250615', 'https://ark.cn-beijing.volces.com/api/v3', { vision: true, webp: true }],
    ['glm-4v-plus-0111', 'https://open.bigmodel.cn/api/paas/v4', { vision: true, webp: true }],
    ['glm-4.6', 'https://open.bigmodel.cn/api/paas/v4', { vision: false, reasoning: true }],
    ['moonshot-v1-8k-vision-preview', 'https://api.moonshot.cn/v1', { vision: true, contextTokens: 8000 }],
    ['kimi-k2-thinking', 'https://api.moonshot.cn/v1', { reasoning: true, vision: false }],
    ['MiniMax-M2', 'https://api.minimaxi.com/v1', { reasoning: true }],
    ['gemini-2.5-flash-lite', 'https://generativelanguage.googleapis.com/v1beta/openai', { vision: true }],
    ['mimo-v2-flash', 'https://api.xiaomimimo.com/v1', { reasoning: true }],
    ['anthropic/claude-sonnet-4.5', 'https://gateway.example/v1', { vision: true, reasoning: true }],
    ['Qwen/Qwen2.5-VL-72B-Instruct', silicon, { vision: true }],
    ['qwen2.5vl:7b', ollama, { vision: true, webp: false }],
    ['llama3.2-vision:11b', ollama, { vision: true }],
    ['llama3.2:3b', ollama, { vision: false, contextTokens: 128_000 }],
    ['minicpm-v:8b', ollama, { vision: true, tools: false }],
    ['gemma3:4b', ollama, { vision: true }],
    ['gemma3:1b', ollama, { vision: false }],
    ['deepseek-r1:8b', ollama, { reasoning: true, tools: false }],
    ['gpt-oss:20b', ollama, { reasoning: true }],
  ])('%s', (name, baseUrl, expected) => {
    expect(knownModel(name, baseUrl)).toMatchObject(expected)
  })

  it('is nothing for names nobody has heard of', () => {
    expect(knownModel('my-own-model', openAi)).toBe(null)
    expect(knownModel('ep-20250101-abcde', 'https://ark.cn-beijing.volces.com/api/v3')).toBe(null)
  })

  it('always fits the form it is put into', () => {
    for (const name of ['gpt-4.1', 'qwen-long', 'glm-4.5v', 'claude-3-haiku', 'phi4'])
      expect(() => Model.parse({ name, ...knownModel(name, openAi) })).not.toThrow()
  })
})

describe('what it costs', () => {
  it('is in yuan, whatever the vendor counts in', () => {
    expect(knownModel('gpt-4o-mini', openAi)?.price).toEqual({ input: 1.065, cached: 0.5325, output: 4.26 })
    expect(knownModel('qwen-plus', bailian)?.price).toEqual({ input: 0.8, cached: 0.16, output: 2 })
    expect(knownModel('glm-4-flash', 'https://open.bigmodel.cn/api/paas/v4')?.price).toMatchObject({
      input: 0,
    })
  })

  it('is nothing on this machine, for models that are unknown too', () => {
    for (const baseUrl of [ollama, 'http://localhost:1234/v1', 'http://[::1]:8000/v1'])
      expect(knownModel('deepseek-r1', baseUrl)?.price).toEqual({ input: 0, cached: 0, output: 0 })
    expect(knownModel('my-own-model', ollama)).toEqual({ price: { input: 0, cached: 0, output: 0 } })
  })

  it('depends on who runs an open model, and is not guessed where nobody said', () => {
    expect(knownModel('Qwen/Qwen2.5-7B-Instruct', silicon)?.price).toMatchObject({ input: 0, output: 0 })
    expect(knownModel('Pro/Qwen/Qwen2.5-7B-Instruct', silicon)?.price).toMatchObject({ input: 0.35 })
    expect(knownModel('deepseek-ai/DeepSeek-V3', silicon)?.price).toMatchObject({ input: 2, output: 8 })
    expect(knownModel('Qwen/Qwen2.5-VL-7B-Instruct', 'https://elsewhere.example/v1')?.price).toBe(null)
    expect(knownModel('gpt-4o', 'https://openrouter.ai/api/v1')?.price).toBe(null)
    expect(knownModel('gpt-4o', 'https://notopenrouter.ai/v1')?.price).not.toBe(null)
  })

  it('asks no more for what comes from the cache than for other input', () => {
    for (const { name, yuan, usd } of modelFacts) {
      const [input, cached] = yuan ?? usd ?? [0, null]
      expect(cached ?? 0, String(name)).toBeLessThanOrEqual(input)
    }
  })
})

it('has no row that a row before it hides, so far as names show it', () => {
  const names = ['gpt-4o-mini', 'claude-3-5-haiku', 'qwen3-vl-flash', 'glm-4.5-air', 'kimi-k2-turbo-preview']
  const found = names.map((name) => modelFacts.find((one) => one.name.test(name))?.name.source)
  expect(found).toEqual([
    'gpt-4o-mini',
    'claude-3[.-]5-haiku',
    'qwen3-vl-flash',
    'glm-4\\.5-air',
    'kimi-k2(-\\w+)*-turbo',
  ])
})

it('knows what one cannot chat with', () => {
  for (const name of [
    'text-embedding-3',
    'BAAI/bge-m3',
    'whisper-1',
    'cogview-4',
    'doubao-seedream-4-0',
    'qwen3-asr-flash',
  ])
    expect(isForChat(name), name).toBe(false)
  for (const name of ['gpt-4o', 'doubao-seed-1-6', 'glm-4v-plus', 'Qwen/Qwen2.5-7B-Instruct'])
    expect(isForChat(name), name).toBe(true)
})
