import { beforeAll, describe, expect, test } from 'vitest'
import { demoModel } from '../../src/renderer/app/model-names.ts'
import { fieldsOf } from '../../src/renderer/forms/field.ts'
import { valueWords } from '../../src/renderer/forms/field-value.ts'
import { withAdded, withFirst, withMoved, withoutModel } from '../../src/renderer/forms/model-list.ts'
import { groupsWithout, isOffered, modelGroups } from '../../src/renderer/forms/model-options.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { balanceWords } from '../../src/renderer/pages/models/balances.ts'
import { priceOf, priceWords, probesCost, roughCost } from '../../src/renderer/pages/models/model-price.ts'
import { contextWords, type ModelRow, rowsOfModels } from '../../src/renderer/pages/models/model-row.ts'
import { probeWords } from '../../src/renderer/pages/models/probe-mark.tsx'
import {
  contradictionOps,
  contradictions,
  contradictionWords,
} from '../../src/renderer/pages/models/probe-verdict.ts'
import { fixOf } from '../../src/renderer/pages/models/problem-fix.ts'
import { providerWord } from '../../src/renderer/pages/models/provider-word.ts'
import { isInSlots, slotList, slotOps, stepsIn } from '../../src/renderer/pages/models/slot-list.ts'
import { Config, Model, Provider } from '../../src/shared/config.ts'
import type { ModelTest } from '../../src/shared/provider.ts'
import type { ProviderState } from '../../src/shared/state.ts'

beforeAll(startI18n)

const bailian = Provider.parse({
  id: 'bailian',
  title: '阿里百炼',
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  models: [{ name: 'qwen-flash' }, { name: 'qwen-vl-max', vision: true, reasoning: true }],
})
const config = Config.parse({
  providers: [bailian],
  defaults: { model: 'bailian/qwen-flash', fallbacks: ['demo/xiaoxing'] },
  slots: { vision: ['bailian/qwen-vl-max', 'demo/xiaoxing'] },
})

function rowOf(name: string): ModelRow {
  const found = rowsOfModels(config).find((row) => row.key === name)
  if (!found) throw new Error(`No row ${name}`)
  return found
}

describe('an ordered list of models', () => {
  const list = ['a/1', 'a/2', 'a/3']

  test('a model is added once, at the end', () => {
    expect(withAdded(list, 'b/1')).toEqual(['a/1', 'a/2', 'a/3', 'b/1'])
    expect(withAdded(list, 'a/2')).toEqual(list)
  })

  test('who becomes the first takes the place of the first, and stands nowhere else', () => {
    expect(withFirst(list, 'b/1')).toEqual(['b/1', 'a/2', 'a/3'])
    expect(withFirst(list, 'a/3')).toEqual(['a/3', 'a/2'])
    expect(withFirst([], 'a/1')).toEqual(['a/1'])
  })

  test('a model is moved by its name, never beyond the ends', () => {
    expect(withMoved(list, 'a/3', 0)).toEqual(['a/3', 'a/1', 'a/2'])
    expect(withMoved(list, 'a/1', 9)).toEqual(['a/2', 'a/3', 'a/1'])
    expect(withMoved(list, 'a/1', -1)).toEqual(list)
    expect(withMoved(list, 'gone/1', 0)).toEqual(list)
    expect(withoutModel(list, 'a/2')).toEqual(['a/1', 'a/3'])
  })

  test('what is in the list is not offered again', () => {
    const groups = modelGroups(config.providers)
    expect(isOffered(groups, 'bailian/qwen-flash')).toBe(true)
    expect(isOffered(groups, 'bailian/gone')).toBe(false)
    const left = groupsWithout(groups, [demoModel, 'bailian/qwen-flash'])
    expect(left.map(({ options }) => options.map(({ value }) => value))).toEqual([['bailian/qwen-vl-max']])
  })

  test('fall-backs and slots are such lists in the settings, and read in their order', () => {
    const fields = fieldsOf(Config)
    const lists = fields.filter(({ control }) => control.kind === 'models')
    expect(lists.map(({ path }) => path.join('.'))).toEqual([
      'slots.vision',
      'slots.summary',
      'slots.cheap',
      'defaults.fallbacks',
    ])
    const [first] = lists
    expect(first && valueWords(first, ['bailian/qwen-vl-max', 'or/x/y'])).toBe('qwen-vl-max → x/y')
  })
})

describe('slots', () => {
  test('chatting is the default with its fall-backs', () => {
    expect(slotList(config, 'chat')).toEqual(['bailian/qwen-flash', 'demo/xiaoxing'])
    expect(slotOps(config, 'chat', ['demo/xiaoxing', 'bailian/qwen-flash'])).toEqual([
      { path: ['defaults', 'model'], set: 'demo/xiaoxing' },
      { path: ['defaults', 'fallbacks'], set: ['bailian/qwen-flash'] },
    ])
    expect(slotOps(config, 'chat', ['bailian/qwen-flash'])).toEqual([
      { path: ['defaults', 'fallbacks'], set: [] },
    ])
    expect(slotOps(config, 'chat', [])).toContainEqual({ path: ['defaults', 'model'], set: demoModel })
  })

  test('the others are lists of their own', () => {
    expect(slotOps(config, 'vision', ['demo/xiaoxing'])).toEqual([
      { path: ['slots', 'vision'], set: ['demo/xiaoxing'] },
    ])
  })

  test('while a provider fails, the first of somebody else answers', () => {
    expect(stepsIn(config, 'bailian')).toBe('demo/xiaoxing')
    expect(stepsIn(config, 'elsewhere')).toBeNull()
    expect(stepsIn(Config.parse({ defaults: { model: 'bailian/x' } }), 'bailian')).toBeNull()
    expect(isInSlots(config, 'bailian')).toBe(true)
    expect(isInSlots(config, 'elsewhere')).toBe(false)
  })
})

describe('the table of models', () => {
  test('it lists every provider’s models and the demo, and marks the default', () => {
    const rows = rowsOfModels(config)
    expect(rows.map((row) => row.key)).toEqual(['bailian/qwen-flash', 'bailian/qwen-vl-max', demoModel])
    expect(rows.filter((row) => row.isDefault).map((row) => row.key)).toEqual(['bailian/qwen-flash'])
    expect(rows[1]).toMatchObject({ providerTitle: '阿里百炼', vision: true, reasoning: true, enabled: true })
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

describe('prices', () => {
  const model = (name: string, price: Model['price'] = null) => Model.parse({ name, price })
  const price = { input: 2, cached: 0.2, output: 3 }

  test('what somebody said wins; then the table; what runs here is free; the rest is unknown', () => {
    expect(priceOf(model('deepseek-chat', price), 'https://api.deepseek.com/v1')).toEqual(price)
    expect(priceOf(model('deepseek-chat'), 'https://api.deepseek.com/v1')).toMatchObject({
      input: expect.any(Number),
    })
    expect(priceOf(model('unheard-of'), 'http://127.0.0.1:11434/v1')).toBe('free')
    expect(priceOf(model('x', { input: 0, cached: null, output: 0 }), 'https://relay.example/v1')).toBe(
      'free',
    )
    expect(priceOf(model('unheard-of'), 'https://relay.example/v1')).toBeNull()
  })

  test('what a test of all costs is told before, with those nobody knows counted apart', () => {
    expect(probesCost([{ price: 'free', reasoning: true }])).toEqual({ yuan: 0, unknown: 0 })
    const plain = probesCost([{ price, reasoning: false }]).yuan
    expect(plain).toBeGreaterThan(0.001)
    expect(plain).toBeLessThan(0.01)
    expect(probesCost([{ price, reasoning: true }]).yuan).toBeGreaterThan(plain)
    expect(probesCost([{ price: null, reasoning: false }]).unknown).toBe(1)
  })

  test.each([
    [0, '免费'],
    [0.0002, '不到 ¥0.001'],
    [0.0038, '约 ¥0.004'],
    [0.27, '约 ¥0.3'],
    [2.34, '约 ¥2.3'],
  ])('%d yuan read %s', (yuan, words) => expect(roughCost(yuan)).toBe(words))

  test('the price of a million tokens has the digits it needs', () => {
    expect([2, 0.15, 0.004, 0].map(priceWords)).toEqual(['2.00', '0.15', '0.004', '0.00'])
  })

  test('what is left reads in its currency, and not at all where nobody tells', () => {
    expect(balanceWords({ amount: 42.1, currency: 'CNY' })).toBe('¥42.10')
    expect(balanceWords({ amount: 3.207, currency: 'USD' })).toBe('$3.21')
    expect(balanceWords(undefined)).toBe('不提供')
    expect(balanceWords(null)).toBe('–')
  })
})

describe('probes', () => {
  const result = (outcome: ModelTest['outcome'], change: Partial<ModelTest> = {}): ModelTest => ({
    outcome,
    firstTokenMs: 620,
    totalMs: 900,
    text: '红色',
    cost: 0.0003,
    problem: null,
    ...change,
  })

  test('a probe that showed otherwise offers to believe it', () => {
    const row = rowOf('bailian/qwen-flash')
    const wrong = contradictions(row, { picture: result('ok'), tool: result('unable') })
    expect(wrong.map(contradictionWords)).toEqual(['改成会看图', '改成不会用工具'])
    expect(wrong.flatMap((one) => contradictionOps(row.key, one))).toEqual([
      { path: ['providers', 'bailian', 'models', 'qwen-flash', 'vision'], set: true },
      { path: ['providers', 'bailian', 'models', 'qwen-flash', 'tools'], set: false },
    ])
  })

  test('what agrees, failed, runs or was not tried offers nothing, and the demo cannot be changed', () => {
    const row = rowOf('bailian/qwen-vl-max')
    expect(contradictions(row, { picture: result('ok'), tool: result('failed') })).toEqual([])
    expect(contradictions(row, { picture: 'running' })).toEqual([])
    expect(contradictions(row, undefined)).toEqual([])
    expect(contradictions(rowOf(demoModel), { picture: result('unable') })).toEqual([])
  })

  test('each of the states has its words', () => {
    expect(probeWords('text', undefined)).toBe('还没测过')
    expect(probeWords('text', 'running')).toBe('正在测')
    expect(probeWords('picture', result('ok'))).toBe('0.9 s 答完，¥0.0003：红色')
    expect(probeWords('picture', result('unable'))).toBe('不会看图')
    expect(probeWords('tool', result('unable'))).toBe('不会用工具')
    const problem = { code: 'model.auth', message: '不认这个 Key', hint: '重新填' }
    expect(probeWords('text', result('failed', { problem }))).toBe('不认这个 Key。重新填')
  })
})

describe('a provider that fails', () => {
  const state = (code: string): ProviderState => ({
    id: 'bailian',
    title: '阿里百炼',
    health: 'failing',
    problem: { code, message: '', hint: '' },
    running: 0,
    waiting: 0,
    successRate: null,
    firstTokenMs: null,
    lastCallAt: null,
  })
  const local = Provider.parse({ id: 'local', baseUrl: 'http://127.0.0.1:1234/v1', models: [{ name: 'x' }] })

  test.each([
    ['model.auth', 'Key 被拒绝'],
    ['model.refused', '连不上'],
    ['model.proxy-auth', '代理不通'],
    ['model.timeout.first-token', '超时'],
  ])('%s reads %s', (code, word) => {
    expect(providerWord(bailian, state(code), false)).toEqual({ tone: 'err', word })
  })

  test('a program on this machine that is closed is no fault', () => {
    expect(providerWord(local, state('model.refused'), false)).toEqual({ tone: 'mute', word: '没开' })
  })

  test('the button leads to what mends it', () => {
    const fix = (code: string) => fixOf({ code, message: '', hint: '' })
    expect(fix('model.auth')).toEqual({ label: '换一把 Key', part: 'key' })
    expect(fix('model.not-found').part).toBe('address')
    expect(fix('model.rate-limit')).toEqual({ label: '调小并发', part: 'more' })
    expect(fix('model.proxy').label).toBe('改代理')
  })
})
