import { beforeAll, describe, expect, test } from 'vitest'
import { demoModel } from '../../src/renderer/app/model-names.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { defaultAfterRemoval, defaultForFirst } from '../../src/renderer/pages/models/default-model.ts'
import { guessModel, isForChat } from '../../src/renderer/pages/models/model-guess.ts'
import { contextWords, rowsOfModels } from '../../src/renderer/pages/models/model-row.ts'
import { presetOf, presets } from '../../src/renderer/pages/models/presets.ts'
import {
  cleanBaseUrl,
  complaintAboutUrl,
  draftOfPreset,
  draftOfProvider,
  newProviderId,
  opsOfChange,
  opsOfNew,
  remarkAboutUrl,
} from '../../src/renderer/pages/models/provider-draft.ts'
import { Config, Provider } from '../../src/shared/config.ts'
import { EditOp } from '../../src/shared/ipc.ts'

beforeAll(startI18n)

const saved = Provider.parse({
  id: 'bailian',
  title: '阿里百炼',
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  apiKey: { $secret: 'providers/bailian/apiKey' },
  models: [{ name: 'qwen-flash' }, { name: 'qwen-vl-max', vision: true }],
})

function preset(id: string) {
  const found = presets.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`No preset ${id}`)
  return found
}

describe('the address of a provider', () => {
  test.each([
    [' https://api.deepseek.com/v1/ ', 'https://api.deepseek.com/v1'],
    ['https://api.deepseek.com/v1/chat/completions', 'https://api.deepseek.com/v1'],
    ['http://127.0.0.1:1234/v1/models', 'http://127.0.0.1:1234/v1'],
  ])('%s is cleaned', (pasted, clean) => expect(cleanBaseUrl(pasted)).toBe(clean))

  test('what cannot be an address is refused in words', () => {
    expect(complaintAboutUrl('')).toBe('要填一个地址')
    expect(complaintAboutUrl('api.deepseek.com')).toBe('要以 http:// 或 https:// 开头')
    expect(complaintAboutUrl('https://[/v1')).toBe('这不像一个地址')
    expect(complaintAboutUrl('https://api.deepseek.com/v1')).toBeNull()
  })

  test('an address without a version gets a remark, a complete one none', () => {
    expect(remarkAboutUrl('http://127.0.0.1:1234')).toContain('/v1')
    expect(remarkAboutUrl('https://open.bigmodel.cn/api/paas/v4')).toBeNull()
  })

  test('every preset with an address is complete and is found again by it', () => {
    for (const each of presets.filter(({ id }) => id !== 'custom')) {
      expect(complaintAboutUrl(each.baseUrl)).toBeNull()
      expect(remarkAboutUrl(each.baseUrl)).toBeNull()
      expect(presetOf(each.baseUrl)).toBe(each)
      expect(each.needsKey).toBe(each.keyFrom !== '')
    }
    expect(presetOf('https://elsewhere.example/v1')).toBeNull()
  })
})

describe('the id of a new provider', () => {
  test('it is the preset’s, with a number when it is taken', () => {
    expect(newProviderId(preset('deepseek'), '', new Set())).toBe('deepseek')
    expect(newProviderId(preset('deepseek'), '', new Set(['deepseek', 'deepseek-2']))).toBe('deepseek-3')
  })

  test.each([
    ['https://api.groq.com/openai/v1', 'groq'],
    ['http://192.168.1.9:8000/v1', 'custom'],
    ['https://demo.ai/v1', 'demo-2'],
  ])('of %s it is %s', (url, id) => expect(newProviderId(preset('custom'), url, new Set())).toBe(id))
})

describe('saving a provider', () => {
  test('a new one is one edit that the agent takes', () => {
    const draft = {
      ...draftOfPreset(preset('deepseek')),
      apiKey: 'sk-1',
      models: [guessModel('deepseek-chat')],
    }
    const [op, ...more] = opsOfNew('deepseek', draft)
    expect(more).toEqual([])
    expect(EditOp.parse(op)).toEqual(op)
    expect(op && 'set' in op && Provider.parse(op.set)).toMatchObject({
      id: 'deepseek',
      apiKey: 'sk-1',
      models: [{ name: 'deepseek-chat', contextTokens: 131_072 }],
    })
  })

  test('an untouched one is no edit at all, and its key is not sent', () => {
    expect(opsOfChange(saved, draftOfProvider(saved))).toEqual([])
  })

  test('only what differs is edited, models by their names', () => {
    const draft = {
      ...draftOfProvider(saved),
      apiKey: 'sk-new',
      models: [
        { name: 'qwen-vl-max', vision: true, tools: false, contextTokens: 32_768 },
        guessModel('Qwen/Qwen3-8B'),
      ],
    }
    expect(opsOfChange(saved, draft)).toEqual([
      { path: ['providers', 'bailian', 'apiKey'], set: 'sk-new' },
      { path: ['providers', 'bailian', 'models', 'qwen-flash'], remove: true },
      { path: ['providers', 'bailian', 'models', 'qwen-vl-max'], set: draft.models[0] },
      { path: ['providers', 'bailian', 'models', 'Qwen/Qwen3-8B'], set: draft.models[1] },
    ])
  })
})

describe('what a name tells about a model', () => {
  test.each(['qwen-vl-max', 'gpt-4o-mini', 'Qwen/Qwen2.5-VL-72B-Instruct', 'glm-4.5v', 'gemini-2.5-flash'])(
    '%s sees pictures',
    (name) => expect(guessModel(name).vision).toBe(true),
  )
  test.each(['deepseek-chat', 'qwen3-max', 'glm-4.6', 'kimi-k2-turbo-preview', 'moonshot-v1-8k'])(
    '%s does not',
    (name) => expect(guessModel(name).vision).toBe(false),
  )
  test.each(['text-embedding-v3', 'BAAI/bge-m3', 'whisper-1', 'FunAudioLLM/CosyVoice2-0.5B'])(
    '%s is not for chatting',
    (name) => expect(isForChat(name)).toBe(false),
  )
  test('an unknown family gets a modest context', () => {
    expect(guessModel('some-finetune').contextTokens).toBe(32_768)
    expect(guessModel('moonshot-v1-8k').contextTokens).toBe(8192)
  })
})

describe('the table of models', () => {
  test('it lists every provider’s models and the demo, and marks the default', () => {
    const config = Config.parse({ providers: [saved], defaults: { model: 'bailian/qwen-flash' } })
    const rows = rowsOfModels(config)
    expect(rows.map((row) => row.key)).toEqual(['bailian/qwen-flash', 'bailian/qwen-vl-max', demoModel])
    expect(rows.filter((row) => row.isDefault).map((row) => row.key)).toEqual(['bailian/qwen-flash'])
    expect(rows[1]).toMatchObject({ providerTitle: '阿里百炼', vision: true, enabled: true })
  })

  test.each([
    [8192, '8 K'],
    [131_072, '128 K'],
    [128_000, '128 K'],
    [200_000, '200 K'],
    [1_048_576, '1 M'],
    [512, '512'],
  ])('%i tokens of context read %s', (tokens, words) => expect(contextWords(tokens)).toBe(words))
})

describe('the default model', () => {
  const models = [guessModel('deepseek-chat')]

  test('the first real model takes over from the demo', () => {
    expect(defaultForFirst(Config.parse({}), 'deepseek', models)).toEqual([
      { path: ['defaults', 'model'], set: 'deepseek/deepseek-chat' },
    ])
  })

  test('a default that somebody chose stays, and no model is no default', () => {
    const chosen = Config.parse({ providers: [saved], defaults: { model: 'bailian/qwen-flash' } })
    expect(defaultForFirst(chosen, 'deepseek', models)).toEqual([])
    expect(defaultForFirst(Config.parse({}), 'deepseek', [])).toEqual([])
  })

  test('a default that goes with its provider is followed by what is left', () => {
    const other = Provider.parse({
      id: 'local',
      baseUrl: 'http://127.0.0.1:1234/v1',
      models: [{ name: 'qwen' }],
    })
    const both = Config.parse({ providers: [saved, other], defaults: { model: 'bailian/qwen-flash' } })
    const alone = Config.parse({ providers: [saved], defaults: { model: 'bailian/qwen-flash' } })
    expect(defaultAfterRemoval(both, 'bailian')).toEqual([{ path: ['defaults', 'model'], set: 'local/qwen' }])
    expect(defaultAfterRemoval(alone, 'bailian')).toEqual([{ path: ['defaults', 'model'], set: demoModel }])
    expect(defaultAfterRemoval(both, 'local')).toEqual([])
  })
})
