import http from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import type { ModelEvent, ModelRequest } from '../../../src/agent/models/chat-model.ts'
import { testModel } from '../../../src/agent/models/model-test.ts'
import { type Models, type ModelsOptions, startModels } from '../../../src/agent/models/models.ts'
import { Provider } from '../../../src/shared/config.ts'
import type { ModelState } from '../../../src/shared/provider.ts'
import type { ModelCallRecord, ProviderState } from '../../../src/shared/state.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import {
  type FakeOpenAI,
  type FakeOpenAIOptions,
  refusal,
  startFakeOpenAI,
} from '../../support/fake-openai.ts'
import { collect, never, problemOf, saying, textIn } from '../../support/model-calls.ts'
import { createSilentLog } from '../../support/silent-log.ts'

const lives: Lifetime[] = []
const middleOfPicture = { left: 48, top: 48, width: 1, height: 1 }

afterEach(async () => {
  for (const life of lives.splice(0)) await life.dispose()
})

const cost: ModelsOptions['cost'] = (usage, price) =>
  price && (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1_000_000

function setUp(
  secret: ModelsOptions['secret'] = (one) => (typeof one === 'string' ? one : ''),
  clock: Clock = systemClock,
  more: Partial<ModelsOptions> = {},
) {
  const life = new Lifetime()
  lives.push(life)
  const providerStates = new Topic<Record<string, ProviderState>>({})
  const modelStates = new Topic<Record<string, ModelState>>({})
  const log = createSilentLog()
  const parts = { clock, log, providerStates, modelStates, secret, cost, botName: () => '小杏' }
  const models = startModels(life, { ...parts, random: () => 0.5, ...more })
  return { models, states: providerStates, modelStates, log, life }
}

async function start(options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const fake = await startFakeOpenAI(options)
  const life = new Lifetime()
  life.defer(() => fake.close())
  lives.push(life)
  return fake
}

function provider(id: string, fields: object = {}, ...models: string[]): Provider {
  const baseUrl = 'http://127.0.0.1:9/v1'
  const retry = { attempts: 1 }
  return Provider.parse({ id, baseUrl, retry, models: models.map((name) => ({ name })), ...fields })
}

async function ask(models: Models, name: string, text = '你好', signal = never()) {
  return textIn(await collect(models.model(name).stream(saying(text), signal)))
}

describe('names of models', () => {
  it('are those of the providers that are on, the demo model last', () => {
    const { models } = setUp()
    expect(models.names()).toEqual(['demo/xiaoxing'])
    models.update([provider('a', {}, 'x', 'org/y'), provider('off', { enabled: false }, 'z')])
    expect(models.names()).toEqual(['a/x', 'a/org/y', 'demo/xiaoxing'])
  })

  it('may be typed in full, or bare where only one provider has it', () => {
    const { models } = setUp()
    models.update([provider('a', {}, 'x', 'Qwen/Qwen3', 'both'), provider('b', {}, 'both', 'X2')])
    expect(models.resolve('a/both')).toEqual({ name: 'a/both' })
    expect(models.resolve(' x ')).toEqual({ name: 'a/x' })
    expect(models.resolve('Qwen/Qwen3')).toEqual({ name: 'a/Qwen/Qwen3' })
    expect(models.resolve('x2')).toEqual({ name: 'b/X2' })
    expect(models.resolve('xiaoxing')).toEqual({ name: 'demo/xiaoxing' })
    expect(models.resolve('both')).toMatchObject({
      problem: { code: 'model.ambiguous', hint: '写全名：a/both、b/both' },
    })
    expect(models.resolve('gpt')).toMatchObject({
      problem: { code: 'model.unknown', message: '没有「gpt」这个模型' },
    })
  })

  it('describe what the model can do', () => {
    const { models } = setUp()
    models.update([Provider.parse({ id: 'a', baseUrl: 'http://x', models: [{ name: 'x', vision: true }] })])
    expect(models.describe('a/x')).toMatchObject({ vision: true, tools: true, contextTokens: 32_768 })
    expect(models.describe('demo/xiaoxing')).toMatchObject({
      vision: false,
      tools: true,
      contextTokens: 8192,
    })
    expect(models.describe('a/none')).toBeNull()
  })
})

describe('a model', () => {
  it('answers without any configuration: the demo model', async () => {
    expect(await ask(setUp().models, 'demo/xiaoxing', '在吗')).toContain('你说「在吗」')
  })

  it('is looked up at every call: an edited address and key apply to the next one', async () => {
    const [first, second] = [await start({ apiKey: 'one' }), await start({ apiKey: 'two' })]
    let key = 'one'
    const { models } = setUp(() => key)
    models.update([provider('a', { baseUrl: first.baseUrl }, 'bench-model')])
    const model = models.model('a/bench-model')
    expect(textIn(await collect(model.stream(saying('一'), never())))).toBe('echo: 一')
    key = 'two'
    models.update([provider('a', { baseUrl: second.baseUrl }, 'bench-model')])
    expect(textIn(await collect(model.stream(saying('二'), never())))).toBe('echo: 二')
    expect([first.requests.length, second.requests.length]).toEqual([1, 1])
  })

  it('does not repeat to an edited provider what its endpoint refused', async () => {
    const fake = await start()
    fake.next({ status: 400, body: { error: { message: 'Unrecognized: stream_options' } } })
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    await ask(models, 'a/bench-model')
    models.update([provider('a', { baseUrl: fake.baseUrl, title: '新名字' }, 'bench-model')])
    await ask(models, 'a/bench-model')
    expect(fake.requests.map((request) => 'stream_options' in request.body)).toEqual([true, false, false])
  })

  it('that is gone says so and names the way out', async () => {
    const { models } = setUp()
    models.update([provider('a', { enabled: false, title: '小店' }, 'x')])
    expect(await problemOf(ask(models, 'a/x'))).toMatchObject({
      code: 'model.unknown',
      hint: '在模型页打开「小店」，或给聊天换一个模型',
    })
    expect((await problemOf(ask(models, 'gone/x'))).hint).toContain('能用的有：demo/xiaoxing')
  })

  it('whose key cannot be opened asks for it again, without a call', async () => {
    const fake = await start()
    const { models } = setUp(() => null)
    models.update([provider('a', { baseUrl: fake.baseUrl, title: '小店' }, 'bench-model')])
    expect(await problemOf(ask(models, 'a/bench-model'))).toMatchObject({
      code: 'model.auth',
      hint: '在模型页重新填「小店」的 Key',
    })
    expect(fake.requests).toHaveLength(0)
  })

  it('goes on with a running call while its provider is edited or removed', async () => {
    let open = () => {}
    const hold = new Promise<void>((resolve) => {
      open = resolve
    })
    const fake = await start({ answer: { hold } })
    const { models, states } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    const call = ask(models, 'a/bench-model')
    await fake.request(0)
    models.update([provider('a', { baseUrl: fake.baseUrl, title: '新名字' }, 'bench-model')])
    models.update([])
    expect(states.value).toEqual({})
    open()
    expect(await call).toBe('echo: 你好')
    expect(states.value).toEqual({})
    await (await fake.request(0)).disconnected
  })

  it('runs no more calls at once than its provider allows', async () => {
    const fake = await start({ answer: { firstTokenDelay: 5 } })
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl, maxConcurrent: 2 }, 'bench-model')])
    const answers = await Promise.all(
      ['1', '2', '3', '4', '5'].map((text) => ask(models, 'a/bench-model', text)),
    )
    expect(answers).toEqual(['echo: 1', 'echo: 2', 'echo: 3', 'echo: 4', 'echo: 5'])
    expect(fake.stats.maxRunning).toBe(2)
    expect(fake.requests.map((request) => request.text)).toEqual(['1', '2', '3', '4', '5'])
    expect(fake.stats.connections).toBe(2)
  })

  it('learns how far the token estimate is off', async () => {
    const fake = await start({ answer: { usage: { prompt_tokens: 1000, completion_tokens: 1 } } })
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    await ask(models, 'a/bench-model', '杏'.repeat(1000))
    expect(models.tokenFactor('a/bench-model')).toBeCloseTo(1000 / 704, 2)
    expect(models.tokenFactor('demo/xiaoxing')).toBe(1)
  })
})

describe('what a model costs', () => {
  it('is what somebody wrote, else what is known, and nothing on this computer', () => {
    const { models } = setUp()
    const price = { input: 1, cached: null, output: 2 }
    const baseUrl = 'https://models.example/v1'
    models.update([
      provider('a', { baseUrl, models: [{ name: 'x', price }, { name: 'nobody-knows-this' }] }),
      provider('deepseek', { baseUrl: 'https://api.deepseek.com' }, 'deepseek-chat'),
      provider('local', {}, 'nobody-knows-this'),
    ])
    expect(models.price('a/x')).toEqual(price)
    expect(models.price('a/nobody-knows-this')).toBeNull()
    expect(models.price('deepseek/deepseek-chat')?.output).toBeGreaterThan(0)
    expect(models.price('local/nobody-knows-this')).toMatchObject({ input: 0, output: 0 })
    expect(models.price('demo/xiaoxing')).toMatchObject({ input: 0, output: 0 })
    expect(models.price('gone/x')).toBeNull()
  })
})

describe("the vendor's package", () => {
  it('is loaded shortly after the first provider is on, once, and not any more after the end', async () => {
    const clock = createFakeClock()
    const { models, life } = setUp(undefined, clock)
    models.update([provider('off', { enabled: false }, 'x')])
    expect(clock.timers).toBe(0)
    models.update([provider('a', {}, 'x')])
    models.update([provider('a', {}, 'x', 'y')])
    expect(clock.timers).toBe(1)
    await life.dispose()
    expect(clock.timers).toBe(0)
  })

  it('is waited for by a call that comes before', async () => {
    const fake = await start()
    const clock = createFakeClock()
    const { models } = setUp(undefined, clock)
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    expect(await ask(models, 'a/bench-model')).toBe('echo: 你好')
    await clock.advanceAsync(1000)
    expect(await ask(models, 'a/bench-model')).toBe('echo: 你好')
  })
})

describe("a provider's row", () => {
  it('shows calls that run and wait, and how they ended', async () => {
    let open = () => {}
    const hold = new Promise<void>((resolve) => {
      open = resolve
    })
    const fake = await start()
    fake.next({ hold })
    const { models, states, log } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl, maxConcurrent: 1, title: '小店' }, 'bench-model')])
    expect(states.value.a).toMatchObject({
      title: '小店',
      health: 'unknown',
      successRate: null,
      lastCallAt: null,
    })
    const calls = [ask(models, 'a/bench-model'), ask(models, 'a/bench-model')]
    await fake.request(0)
    expect(states.value.a).toMatchObject({ running: 1, waiting: 1 })
    open()
    await Promise.all(calls)
    expect(states.value.a).toMatchObject({
      running: 0,
      waiting: 0,
      health: 'ok',
      successRate: 1,
      problem: null,
    })
    expect(states.value.a?.firstTokenMs).not.toBeNull()

    fake.next(refusal(500, 'boom'))
    await problemOf(ask(models, 'a/bench-model'))
    expect(states.value.a).toMatchObject({ health: 'failing', problem: { code: 'model.server' } })
    expect(states.value.a?.successRate).toBeCloseTo(2 / 3)
    expect(log.lines).toHaveLength(1)
  })

  it('holds nothing against a provider whose call was stopped', async () => {
    const fake = await start({ answer: { stall: 'before-headers' } })
    const { models, states } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    const controller = new AbortController()
    const call = ask(models, 'a/bench-model', '你好', controller.signal)
    await fake.request(0)
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await settle()
    expect(states.value.a).toMatchObject({ health: 'unknown', running: 0, successRate: null })
  })

  it('keeps its counters over an edit, and forgets its health with another address', async () => {
    const fake = await start()
    const { models, states } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    await ask(models, 'a/bench-model')
    const before = states.value.a
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model', 'more')])
    expect(states.value.a).toBe(before)
    models.update([provider('a', { baseUrl: 'http://127.0.0.1:9/v1' }, 'bench-model')])
    expect(states.value.a).toMatchObject({ health: 'unknown', successRate: 1 })
  })
})

describe('trying things out', () => {
  it('tests a model with a real call and shows what it said', async () => {
    const fake = await start({ answer: { text: '你好' } })
    const { models, states } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model', 'gone')])
    const good = await models.test('a/bench-model', 'text', never())
    expect(good).toMatchObject({ outcome: 'ok', text: '你好', problem: null })
    expect(good.firstTokenMs).toBeLessThanOrEqual(good.totalMs)
    expect(states.value.a?.health).toBe('ok')
    expect(await models.test('a/gone', 'text', never())).toMatchObject({
      outcome: 'failed',
      firstTokenMs: null,
      problem: { code: 'model.not-found' },
    })
    expect(states.value.a?.health).toBe('failing')
  })

  it.each([
    ['红色', 'ok'],
    ['The circle is red.', 'ok'],
    ['我看不到图片', 'unable'],
  ])('lets a model look at a picture: %s', async (text, outcome) => {
    const fake = await start({ answer: { text } })
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    const result = await models.test('a/bench-model', 'picture', never())
    expect(result).toMatchObject({ outcome, text, problem: null })
    const sent = JSON.stringify(fake.requests[0]?.messages)
    const bytes = Buffer.from(/base64,([^"]+)/.exec(sent)?.[1] ?? '', 'base64')
    const pixels = await sharp(bytes).flatten().extract(middleOfPicture).raw().toBuffer()
    const [red = 0, green = 0, blue = 0] = pixels
    expect(red).toBeGreaterThan(200)
    expect(green + blue).toBeLessThan(60)
  })

  it('tells a model that cannot see from one that failed', async () => {
    const fake = await start()
    const { models, states } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    fake.next(refusal(400, 'This model does not support image input'))
    expect(await models.test('a/bench-model', 'picture', never())).toMatchObject({
      outcome: 'unable',
      problem: { code: 'model.no-pictures' },
    })
    expect(models.describe('a/bench-model')?.vision).toBe(false)
    expect(states.value.a?.health).toBe('unknown')
    fake.next(refusal(500, 'boom'))
    expect(await models.test('a/bench-model', 'picture', never())).toMatchObject({ outcome: 'failed' })
    fake.next({ text: '红' })
    expect(await models.test('a/bench-model', 'picture', never())).toMatchObject({ outcome: 'ok' })
  })

  it('lets a model call a tool, also one that refused tools before', async () => {
    const fake = await start()
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    fake.next(refusal(400, 'does not support tools'), { text: '我没有工具' })
    expect(await models.test('a/bench-model', 'tool', never())).toMatchObject({
      outcome: 'unable',
      text: '我没有工具',
    })
    expect(models.describe('a/bench-model')?.tools).toBe(false)
    fake.next({ toolCalls: [{ name: 'flip_coin', arguments: {} }] })
    expect(await models.test('a/bench-model', 'tool', never())).toMatchObject({ outcome: 'ok' })
    expect(models.describe('a/bench-model')?.tools).toBe(true)
  })

  it('makes one call a test, and has it booked with what it cost', async () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 500 }
    const fake = await start({ answer: { usage } })
    const booked: ModelCallRecord[] = []
    const { models } = setUp(undefined, systemClock, { record: (call) => booked.push(call) })
    const price = { input: 2, output: 8 }
    const fields = { baseUrl: fake.baseUrl, retry: { attempts: 3 } }
    models.update([provider('a', { ...fields, models: [{ name: 'bench-model', price }] })])
    expect(await models.test('a/bench-model', 'text', never())).toMatchObject({ cost: 0.006 })
    fake.next(refusal(500, 'boom'))
    expect(await models.test('a/bench-model', 'text', never())).toMatchObject({ outcome: 'failed' })
    expect(fake.requests).toHaveLength(2)
    expect(booked).toMatchObject([
      {
        purpose: 'test',
        model: 'a/bench-model',
        inputTokens: 1000,
        outputTokens: 500,
        cost: 0.006,
        attempts: 1,
      },
      { purpose: 'test', inputTokens: 0, outputTokens: 0, problem: { code: 'model.server' } },
    ])
  })

  it('does not wait for the whole answer of a chatty model', async () => {
    const fake = await start({ answer: { text: '你好'.repeat(200), pieces: 4, stall: 'mid-stream' } })
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    const result = await models.test('a/bench-model', 'text', never())
    expect(result).toMatchObject({ outcome: 'ok' })
    expect(result.text).toHaveLength(80)
    expect(await (await fake.request(0)).ended).toBe(false)
  })

  it('waits for what a chatty model does behind its preface', async () => {
    const preface = '让我想想，'.repeat(40)
    const fake = await start()
    const { models } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    fake.next(
      { text: preface, toolCalls: [{ name: 'flip_coin', arguments: {} }] },
      { text: `${preface}是红色` },
    )
    expect(await models.test('a/bench-model', 'tool', never())).toMatchObject({ outcome: 'ok' })
    expect(await models.test('a/bench-model', 'picture', never())).toMatchObject({ outcome: 'ok' })
  })

  it('books what a stopped test has used', async () => {
    const booked: ModelCallRecord[] = []
    const controller = new AbortController()
    async function* stream(_: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
      yield { type: 'text', text: '你好' }
      controller.abort()
      signal.throwIfAborted()
    }
    const price = { input: 1000, cached: null, output: 1000 }
    const record = (call: ModelCallRecord) => void booked.push(call)
    const options = { name: 'a/x', probe: 'text', price, clock: systemClock, cost, record } as const
    await expect(testModel({ stream }, options, controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(booked).toMatchObject([{ purpose: 'test', problem: null, estimated: true }])
    expect(booked[0]?.cost).toBeGreaterThan(0)
  })

  it('finds in the demo model what it says of it', async () => {
    const { models } = setUp()
    const { vision, tools } = models.describe('demo/xiaoxing') ?? {}
    const picture = await models.test('demo/xiaoxing', 'picture', never())
    const tool = await models.test('demo/xiaoxing', 'tool', never())
    expect([picture.outcome, tool.outcome]).toEqual([vision ? 'ok' : 'unable', tools ? 'ok' : 'unable'])
  })

  it('lists the names of a configured and of a new endpoint', async () => {
    const fake = await start({ models: ['b', 'a'], apiKey: 'k' })
    const { models } = setUp(() => 'k')
    models.update([provider('shop', { baseUrl: fake.baseUrl })])
    const endpoint = { baseUrl: fake.baseUrl, apiKey: 'k', headers: {}, proxy: '', proxyLogin: '' }
    expect(await models.list('shop', never())).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(await models.probe(endpoint, never())).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(await problemOf(models.probe({ ...endpoint, apiKey: '' }, never()))).toMatchObject({
      code: 'model.auth',
    })
    expect(await problemOf(models.list('nobody', never()))).toMatchObject({ code: 'model.unknown' })
  })

  it('asks a vendor what is left, through the proxy, and nobody else', async () => {
    const seen: unknown[] = []
    const vendor = http.createServer((request, response) => {
      seen.push(request.url, request.headers.authorization, request.headers['x-team'])
      response.end('{"balance_infos":[{"currency":"CNY","total_balance":"12.50"}]}')
    })
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
    const { port } = vendor.address() as AddressInfo
    const { models } = setUp()
    const proxy = `http://127.0.0.1:${port}`
    const headers = [{ name: 'X-Team', secretValue: 'apricot' }]
    models.update([
      provider('deepseek', { baseUrl: 'http://api.deepseek.com/v1', proxy, headers, apiKey: 'k' }),
      provider('other', { baseUrl: 'http://models.example/v1', proxy }),
    ])
    expect(await models.balance('deepseek', never())).toEqual({ amount: 12.5, currency: 'CNY' })
    expect(seen).toEqual(['http://api.deepseek.com/user/balance', 'Bearer k', 'apricot'])
    expect(await models.balance('other', never())).toBeNull()
    expect(seen).toHaveLength(3)
    expect(await problemOf(models.balance('nobody', never()))).toMatchObject({ code: 'model.unknown' })
    vendor.closeAllConnections()
    await new Promise((resolve) => vendor.close(resolve))
  })

  it('closes its connections with its life', async () => {
    const fake = await start({ answer: { stall: 'before-headers' } })
    const { models, life } = setUp()
    models.update([provider('a', { baseUrl: fake.baseUrl }, 'bench-model')])
    const call = problemOf(ask(models, 'a/bench-model'))
    const request = await fake.request(0)
    await life.dispose()
    expect(await call).toMatchObject({ code: 'model.cut' })
    expect(await request.ended).toBe(false)
  })
})
