import { beforeAll, describe, expect, test } from 'vitest'
import { demoModel } from '../../src/renderer/app/model-names.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import {
  cleanBaseUrl,
  complaintAboutUrl,
  completeBaseUrl,
  remarkAboutUrl,
} from '../../src/renderer/pages/models/base-url.ts'
import { defaultForFirst, slotsWithout } from '../../src/renderer/pages/models/default-model.ts'
import { modelOf } from '../../src/renderer/pages/models/known-model.ts'
import {
  complaintAboutPrice,
  draftOfModel,
  type ModelDraft,
  modelOfDraft,
} from '../../src/renderer/pages/models/model-draft.ts'
import { customPreset, presetById, presetOf, presets } from '../../src/renderer/pages/models/presets.ts'
import {
  canSave,
  complaintAboutHeader,
  completeProxy,
  draftOfPreset,
  draftOfProvider,
  newProviderId,
  type ProviderDraft,
} from '../../src/renderer/pages/models/provider-draft.ts'
import { opsOfChange, opsOfNew } from '../../src/renderer/pages/models/provider-ops.ts'
import { Config, Provider } from '../../src/shared/config.ts'
import { EditOp } from '../../src/shared/ipc.ts'

beforeAll(startI18n)

const saved = Provider.parse({
  id: 'bailian',
  title: '阿里百炼',
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  apiKey: { $secret: 'providers/bailian/apiKey' },
  headers: [{ name: 'X-Team', secretValue: { $secret: 'providers/bailian/headers/X-Team/secretValue' } }],
  models: [{ name: 'qwen-flash' }, { name: 'qwen-vl-max', vision: true }],
})

function preset(id: string) {
  const found = presetById(id)
  if (!found) throw new Error(`No preset ${id}`)
  return found
}

function changed(change: Partial<ProviderDraft>): ProviderDraft {
  return { ...draftOfProvider(saved), ...change }
}

function described(name: string, change: Partial<ModelDraft> = {}): ModelDraft {
  return { ...draftOfModel(modelOf({ name }, '')), ...change }
}

describe('the address of a provider', () => {
  test.each([
    [' https://api.deepseek.com/v1/ ', 'https://api.deepseek.com/v1'],
    ['https://api.deepseek.com/v1/chat/completions', 'https://api.deepseek.com/v1'],
    ['http://127.0.0.1:1234/v1/models', 'http://127.0.0.1:1234/v1'],
    ['https://relay.example/v1?token=1#top', 'https://relay.example/v1'],
  ])('%s is cleaned', (pasted, clean) => expect(cleanBaseUrl(pasted)).toBe(clean))

  test.each([
    ['localhost:1234', 'http://localhost:1234/v1'],
    ['192.168.1.9:8000', 'http://192.168.1.9:8000/v1'],
    ['nas:11434', 'http://nas:11434/v1'],
    ['api.deepseek.com', 'https://api.deepseek.com/v1'],
    ['https://open.bigmodel.cn', 'https://open.bigmodel.cn/api/paas/v4'],
    ['https://api.moonshot.ai/', 'https://api.moonshot.ai/v1'],
    ['generativelanguage.googleapis.com', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    ['https://relay.example/openai', 'https://relay.example/openai'],
    ['', ''],
  ])('%j is completed', (typed, complete) => expect(completeBaseUrl(typed)).toBe(complete))

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
      expect(each.needsKey).toBe(/^https:/.test(each.keyUrl))
    }
    expect(presetOf('https://elsewhere.example/v1')).toBeNull()
    expect(presetOf('http://localhost:11434/v1')?.id).toBe('ollama')
  })
})

describe('the id of a new provider', () => {
  test('it is the preset’s, with a number when it is taken', () => {
    expect(newProviderId(preset('deepseek'), '', new Set())).toBe('deepseek')
    expect(newProviderId(preset('deepseek'), '', new Set(['deepseek', 'deepseek-2']))).toBe('deepseek-3')
  })

  test.each([
    ['https://api.example-ai.com/openai/v1', 'example-ai'],
    ['http://192.168.1.9:8000/v1', 'custom'],
    ['https://demo.ai/v1', 'demo-2'],
  ])('of %s it is %s', (url, id) => expect(newProviderId(preset('custom'), url, new Set())).toBe(id))
})

describe('saving a provider', () => {
  test('a new one is one edit that the agent takes', () => {
    const draft = {
      ...draftOfPreset(preset('deepseek')),
      apiKey: 'sk-1',
      proxy: 'socks5://127.0.0.1:1080',
      headers: [{ name: 'X-Title', secretValue: '杏桃' }],
      models: [described('deepseek-chat')],
    }
    const [op, ...more] = opsOfNew('deepseek', draft)
    expect(more).toEqual([])
    expect(EditOp.parse(op)).toEqual(op)
    expect(op && 'set' in op && Provider.parse(op.set)).toMatchObject({
      id: 'deepseek',
      apiKey: 'sk-1',
      proxy: 'socks5://127.0.0.1:1080',
      headers: [{ name: 'X-Title' }],
      models: [{ name: 'deepseek-chat' }],
    })
  })

  test('one that nobody named is called after its host, and not after an id', () => {
    const draft = { ...draftOfPreset(customPreset), baseUrl: 'http://127.0.0.1:18091/v1' }
    expect(opsOfNew('custom', draft)).toMatchObject([{ set: { title: '127.0.0.1:18091' } }])
    expect(opsOfNew('custom', { ...draft, title: ' 家里的 ' })).toMatchObject([{ set: { title: '家里的' } }])
  })

  test('an untouched one is no edit at all, and nothing secret is sent', () => {
    expect(opsOfChange(saved, draftOfProvider(saved))).toEqual([])
  })

  test('only what differs is edited, models by their names and field by field', () => {
    const [, seeing] = draftOfProvider(saved).models
    if (!seeing) throw new Error('No second model')
    const more = described('Qwen/Qwen3-8B')
    const price = { input: 1.6, cached: null, output: 4 }
    const draft = changed({
      apiKey: 'sk-new',
      timeouts: { ...saved.timeouts, firstTokenSeconds: 120 },
      models: [{ ...seeing, tools: false, price }, more],
    })
    const at = (...path: string[]) => ['providers', 'bailian', ...path]
    expect(opsOfChange(saved, draft)).toEqual(
      expect.arrayContaining([
        { path: at('apiKey'), set: 'sk-new' },
        { path: at('timeouts'), set: { ...saved.timeouts, firstTokenSeconds: 120 } },
        { path: at('models', 'qwen-flash'), remove: true },
        { path: at('models', 'qwen-vl-max', 'tools'), set: false },
        { path: at('models', 'qwen-vl-max', 'price'), set: price },
        { path: at('models', 'Qwen/Qwen3-8B'), set: modelOfDraft(more) },
      ]),
    )
    expect(opsOfChange(saved, draft)).toHaveLength(6)
  })

  test('a header that was saved stays a reference when another one is added', () => {
    const headers = [...saved.headers, { name: 'X-Title', secretValue: '值' }]
    expect(opsOfChange(saved, changed({ headers }))).toEqual([
      { path: ['providers', 'bailian', 'headers'], set: headers },
    ])
  })
})

describe('what keeps a draft from being saved', () => {
  test.each<[string, Partial<ProviderDraft>]>([
    ['an address that is none', { baseUrl: 'nowhere' }],
    ['a key with Chinese in it', { apiKey: 'sk-密钥' }],
    ['a proxy without a scheme', { proxy: '127.0.0.1:7890' }],
    ['a header without a name', { headers: [{ name: '', secretValue: 'x' }] }],
    ['half a price', { models: [described('m', { price: { input: 1, cached: null, output: null } })] }],
  ])('%s', (_, change) => {
    expect(canSave(changed({}))).toBe(true)
    expect(canSave(changed(change))).toBe(false)
  })

  test('a header is named once, in letters that a header may have', () => {
    const headers = ['X-A', 'x-a', '标题'].map((name) => ({ name, secretValue: '' }))
    expect(headers.map((_, index) => complaintAboutHeader(headers, index))).toEqual([
      null,
      '「x-a」写了两次',
      '只能用字母、数字和短横线',
    ])
  })

  test('a proxy without a scheme is meant to be http', () => {
    expect(completeProxy('127.0.0.1:7890')).toBe('http://127.0.0.1:7890')
    expect(completeProxy('socks5://127.0.0.1:1080')).toBe('socks5://127.0.0.1:1080')
  })
})

describe('a model that is being described', () => {
  test('what the endpoint told wins over what is known of the name, and the price of the table is not kept', () => {
    const told = { name: 'deepseek-chat', vision: true, contextTokens: 4096 }
    expect(modelOf(told, 'https://api.deepseek.com/v1')).toMatchObject({
      vision: true,
      tools: true,
      contextTokens: 4096,
      price: null,
    })
    const price = { input: 0.5, cached: null, output: 2 }
    expect(modelOf({ name: 'm', price }, 'https://openrouter.ai/api/v1').price).toEqual(price)
  })

  test('an unknown family gets a modest context', () => {
    expect(modelOf({ name: 'some-finetune' }, '').contextTokens).toBe(32_768)
  })

  test('a price is whole or none', () => {
    expect(complaintAboutPrice({ input: 1, cached: null, output: null })).toBe('输入和输出的单价要一起填')
    expect(complaintAboutPrice({ input: null, cached: 0.1, output: null })).toBe('先填输入和输出的单价')
    expect(complaintAboutPrice({ input: 0, cached: null, output: 0 })).toBeNull()
    expect(modelOfDraft(described('m')).price).toBeNull()
  })
})

describe('the default model', () => {
  const models = [{ name: 'deepseek-chat' }]

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
})

describe('models that go', () => {
  const other = Provider.parse({
    id: 'local',
    baseUrl: 'http://127.0.0.1:1234/v1',
    models: [{ name: 'qwen' }],
  })
  const ofBailian = (name: string) => name.startsWith('bailian/')

  test('they leave every slot, and those behind them move up', () => {
    const config = Config.parse({
      providers: [saved, other],
      defaults: { model: 'bailian/qwen-flash', fallbacks: ['local/qwen', 'bailian/qwen-vl-max'] },
      slots: { vision: ['bailian/qwen-vl-max'], cheap: ['local/qwen'] },
    })
    expect(slotsWithout(config, ofBailian)).toEqual([
      { path: ['defaults', 'model'], set: 'local/qwen' },
      { path: ['defaults', 'fallbacks'], set: [] },
      { path: ['slots', 'vision'], set: [] },
    ])
  })

  test('somebody goes on answering: the first model that is left, or the demo', () => {
    const both = Config.parse({ providers: [saved, other], defaults: { model: 'bailian/qwen-flash' } })
    const alone = Config.parse({ providers: [saved], defaults: { model: 'bailian/qwen-flash' } })
    expect(slotsWithout(both, ofBailian)).toEqual([{ path: ['defaults', 'model'], set: 'local/qwen' }])
    expect(slotsWithout(alone, ofBailian)).toEqual([{ path: ['defaults', 'model'], set: demoModel }])
    expect(slotsWithout(both, (name) => name === 'nobody/x')).toEqual([])
  })
})
