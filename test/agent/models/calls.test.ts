import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import type { ModelEvent } from '../../../src/agent/models/chat-model.ts'
import { type ModelsOptions, startModels } from '../../../src/agent/models/models.ts'
import { Provider } from '../../../src/shared/config.ts'
import type { ModelState } from '../../../src/shared/provider.ts'
import type { ProviderState } from '../../../src/shared/state.ts'
import { describeModelProvider } from '../../contracts/model-provider.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import {
  asTold,
  type FakeOpenAI,
  type FakeOpenAIOptions,
  refusal,
  startFakeOpenAI,
} from '../../support/fake-openai.ts'
import { collect, never, picture, problemOf, saying, textIn } from '../../support/model-calls.ts'
import { createSilentLog } from '../../support/silent-log.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const fake = await startFakeOpenAI(options)
  closing.push(() => fake.close())
  return fake
}

function setUp(
  fake: FakeOpenAI,
  fields: object = {},
  secret: ModelsOptions['secret'] = () => '',
  time?: Clock,
) {
  const life = new Lifetime()
  closing.push(() => life.dispose())
  const clock = createFakeClock()
  const providerStates = new Topic<Record<string, ProviderState>>({})
  const modelStates = new Topic<Record<string, ModelState>>({})
  const parts = {
    clock: time ?? clock,
    log: createSilentLog(),
    providerStates,
    modelStates,
    secret,
    cost: () => 0,
  }
  const models = startModels(life, { ...parts, botName: () => '小杏', random: () => 0.5 })
  const provider = (more: object = {}) =>
    Provider.parse({
      id: 'a',
      title: '小店',
      baseUrl: fake.baseUrl,
      models: [{ name: 'bench-model', vision: true, webp: true }],
      ...fields,
      ...more,
    })
  models.update([provider()])
  const ask = (text = '你好', signal = never()) => models.model('a/bench-model').stream(saying(text), signal)
  /** Runs a call to its end while time goes by as fast as it can. */
  async function run<T>(work: Promise<T>): Promise<T> {
    let over = false
    const done = work.finally(() => {
      over = true
    })
    done.catch(() => undefined)
    while (!over) await clock.advanceAsync(100)
    return done
  }
  const row = () => modelStates.value['a/bench-model']
  return { models, clock, ask, run, row, provider, modelStates, providerStates }
}

describeModelProvider('a configured provider', async () => {
  const fake = await start({ answer: asTold })
  const { models } = setUp(fake, { retry: { attempts: 2, delaySeconds: 0 } }, undefined, systemClock)
  const provider = {
    model: (name: string) => models.model(`a/${name}`),
    listModels: (signal: AbortSignal) => models.list('a', signal),
    balance: (signal: AbortSignal) => models.balance('a', signal),
  }
  return { provider, model: 'bench-model' }
})

describe('a call that fails for a moment', () => {
  it('D2-02 ends well after one more attempt, which begins from nothing', async () => {
    const fake = await start()
    fake.next({ text: '一半一半', cut: 'mid-stream' })
    const { ask, run } = setUp(fake)
    const events = await run(collect(ask()))
    expect(events.find(({ type }) => type === 'retry')).toMatchObject({
      attempt: 2,
      waitMs: 1000,
      problem: { code: 'model.cut' },
    })
    expect(textIn(events)).toBe('echo: 你好')
    expect(events.filter(({ type }) => type === 'end')).toHaveLength(1)
    expect(fake.requests).toHaveLength(2)
  })

  it.each([
    ['a limit', refusal(429, 'slow down')],
    ['an error of theirs', refusal(503, 'busy')],
    ['a broken connection', { cut: 'before-headers' as const }],
    ['an answer that stops without saying why', { finish: null, done: false }],
    ['what is no JSON', { body: 'data: {"choices":[{"delta":{"content":"半' + '\n\n' }],
    ['an error within', { body: 'data: {"error":{"code":502,"message":"upstream"}}\n\n' }],
    ['silence before the first word', { stall: 'before-first-token' as const }],
    ['silence in the middle', { stall: 'mid-stream' as const }],
  ])('D0-38 is made again after %s', async (_, answer) => {
    const fake = await start()
    fake.next(answer)
    const { ask, run, row } = setUp(fake)
    const events = await run(collect(ask()))
    expect(textIn(events)).toBe('echo: 你好')
    expect(fake.requests).toHaveLength(2)
    expect(row()).toMatchObject({ health: 'ok', problem: null, successRate: 1 })
  })

  it('D0-38 is made as often as is set, each time later, and then says how often', async () => {
    const fake = await start({ answer: refusal(500, 'boom') })
    const { ask, run } = setUp(fake, { retry: { attempts: 4, delaySeconds: 2 } })
    const waits: number[] = []
    const reading = async () => {
      for await (const event of ask()) if (event.type === 'retry') waits.push(event.waitMs)
    }
    const problem = await run(problemOf(reading()))
    expect(waits).toEqual([2000, 4000, 8000])
    expect(problem).toMatchObject({ code: 'model.server' })
    expect(problem.message).toContain('试了 4 次')
    expect(fake.requests).toHaveLength(4)
  })

  it.each([400, 401, 402, 403, 404])('D2-05 is made once when it was refused with %i', async (status) => {
    const fake = await start({ answer: refusal(status, 'timeout, network, 429') })
    const { ask, run } = setUp(fake)
    const problem = await run(problemOf(ask()))
    expect(problem.message).not.toContain('试了')
    expect(fake.requests).toHaveLength(1)
  })

  it('leaves its place to others while it waits', async () => {
    const fake = await start()
    fake.next(refusal(500, 'boom'))
    const { ask, clock, providerStates, run } = setUp(fake, { maxConcurrent: 1 })
    const events: ModelEvent[] = []
    let waiting = () => {}
    const waits = new Promise<void>((resolve) => {
      waiting = resolve
    })
    const first = (async () => {
      for await (const event of ask('一')) {
        events.push(event)
        if (event.type === 'retry') waiting()
      }
    })()
    await waits
    expect(providerStates.value.a).toMatchObject({ running: 0, waiting: 0 })
    expect(textIn(await collect(ask('二')))).toBe('echo: 二')
    expect(clock.monotonic()).toBe(0)
    await run(first)
    expect(textIn(events)).toBe('echo: 一')
  })

  it('stops waiting at once when it is stopped', async () => {
    const fake = await start({ answer: refusal(500, 'boom') })
    const { ask, clock, row } = setUp(fake)
    const controller = new AbortController()
    const reading = async () => {
      for await (const event of ask('你好', controller.signal)) if (event.type === 'retry') controller.abort()
    }
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' })
    await clock.advanceAsync(1000)
    expect(fake.requests).toHaveLength(1)
    expect(clock.timers).toBe(0)
    expect(row()).toMatchObject({ health: 'unknown', successRate: null })
  })

  it.each([
    ['removed', () => []],
    ['switched off', (provider: Provider) => [{ ...provider, enabled: false }]],
    ['left without the model', (provider: Provider) => [{ ...provider, models: [] }]],
  ])('is not made again when its provider was %s meanwhile', async (_, changed) => {
    const fake = await start({ answer: refusal(500, 'boom') })
    const { ask, models, provider, run, clock } = setUp(fake)
    const reading = async () => {
      for await (const event of ask()) if (event.type === 'retry') models.update(changed(provider()))
    }
    expect(await run(problemOf(reading()))).toMatchObject({ code: 'model.server' })
    expect(fake.requests).toHaveLength(1)
    expect(clock.timers).toBe(0)
  })

  it('leaves the field to somebody else when it would have to wait too long', async () => {
    const fake = await start({ answer: { status: 429, headers: { 'retry-after': '120' }, body: {} } })
    const { ask, models, clock, row } = setUp(fake)
    expect(await problemOf(ask())).toMatchObject({ code: 'model.rate-limit' })
    expect(models.resting('a/bench-model')).toBe(clock.now() + 120_000)
    expect(row()).toMatchObject({ health: 'resting', restsUntil: clock.now() + 120_000 })
  })
})

describe('a model that keeps failing', () => {
  async function tired() {
    const fake = await start({ answer: refusal(500, 'boom') })
    let key = 'one'
    const parts = setUp(fake, { retry: { attempts: 1 } }, (one) => (one === '' ? '' : key))
    for (let call = 0; call < 5; call++) await problemOf(parts.ask())
    const setKey = (next: string) => {
      key = next
    }
    return { fake, setKey, ...parts }
  }

  it('is not asked while it rests', async () => {
    const { fake, ask, row, clock } = await tired()
    expect(await problemOf(ask())).toMatchObject({ code: 'model.resting' })
    expect(fake.requests).toHaveLength(5)
    expect(row()).toMatchObject({ health: 'resting', successRate: 0, problem: { code: 'model.server' } })
    await clock.advanceAsync(30_000)
    expect(row()).toMatchObject({ health: 'failing', restsUntil: null })
    fake.next({ text: '好了' })
    expect(textIn(await collect(ask()))).toBe('好了')
    expect(row()).toMatchObject({ health: 'ok' })
  })

  it('is not asked by those who wait in its queue either, and nothing is held against it for them', async () => {
    const fake = await start({ answer: refusal(500, 'boom') })
    const { ask, row } = setUp(fake, { retry: { attempts: 1 }, maxConcurrent: 1 })
    const problems = await Promise.all(Array.from({ length: 50 }, () => problemOf(ask())))
    expect(fake.requests).toHaveLength(5)
    expect(problems.map(({ code }) => code)).toEqual([
      ...Array(5).fill('model.server'),
      ...Array(45).fill('model.resting'),
    ])
    expect(row()).toMatchObject({ health: 'resting', problem: { code: 'model.server' } })
  })

  it('is asked again when somebody wakes it', async () => {
    const { fake, ask, models } = await tired()
    models.wake('a/bench-model')
    fake.next({ text: '好了' })
    expect(textIn(await collect(ask()))).toBe('好了')
  })

  it.each([
    ['address', { baseUrl: 'http://127.0.0.1:9/v1' }],
    ['proxy', { proxy: 'http://127.0.0.1:9' }],
    ['headers', { headers: [{ name: 'x-a', secretValue: 'b' }] }],
    ['key', { apiKey: 'another' }],
  ])('is asked again when its %s is another', async (_, change) => {
    const { models, provider, row } = await tired()
    models.update([provider({ title: '新名字' })])
    expect(models.resting('a/bench-model')).not.toBeNull()
    models.update([provider(change)])
    expect(models.resting('a/bench-model')).toBeNull()
    expect(row()).toMatchObject({ health: 'unknown', problem: null })
  })

  it('is asked again when another key lies behind the same reference', async () => {
    const fake = await start({ answer: refusal(500, 'boom') })
    let key = 'one'
    const apiKey = { $secret: 'providers/a/apiKey' }
    const { ask, models, provider } = setUp(fake, { apiKey, retry: { attempts: 1 } }, (one) =>
      typeof one === 'string' ? one : key,
    )
    for (let call = 0; call < 5; call++) await problemOf(ask())
    models.update([provider()])
    expect(models.resting('a/bench-model')).not.toBeNull()
    key = 'two'
    models.update([provider()])
    expect(models.resting('a/bench-model')).toBeNull()
  })

  it('may be tried out, and is well when that goes well', async () => {
    const { fake, models } = await tired()
    expect(await models.test('a/bench-model', 'text', never())).toMatchObject({ outcome: 'failed' })
    expect(models.resting('a/bench-model')).not.toBeNull()
    fake.next({ text: '你好' })
    expect(await models.test('a/bench-model', 'text', never())).toMatchObject({ outcome: 'ok' })
    expect(models.resting('a/bench-model')).toBeNull()
  })

  it('leaves no timer behind', async () => {
    const { clock } = await tired()
    await closing.pop()?.()
    expect(clock.timers).toBe(0)
  })
})

describe("a model's row", () => {
  it('tells how long it took to answer, and not how long a call waited for its turn or its next attempt', async () => {
    const fake = await start()
    fake.next(refusal(500, 'boom'))
    const { ask, clock, row } = setUp(fake)
    for await (const { type } of ask()) if (type === 'retry') void clock.advanceAsync(1000)
    expect(row()?.firstTokenMs).toBe(0)
  })

  it('is there for every usable name, and goes with its model', async () => {
    const { models, modelStates, provider } = setUp(await start())
    expect(Object.keys(modelStates.value).sort()).toEqual(['a/bench-model', 'demo/xiaoxing'])
    models.update([provider({ models: [{ name: 'other' }] })])
    expect(Object.keys(modelStates.value).sort()).toEqual(['a/other', 'demo/xiaoxing'])
    models.update([provider({ enabled: false })])
    expect(Object.keys(modelStates.value)).toEqual(['demo/xiaoxing'])
    models.update([provider()])
    models.update([])
    expect(Object.keys(modelStates.value)).toEqual(['demo/xiaoxing'])
  })

  it('shows what it refused, until the address is another', async () => {
    const fake = await start()
    fake.next(refusal(400, "'temperature' is not supported"))
    const { models, row, provider } = setUp(fake)
    const request = { ...saying('你好'), temperature: 0.7 }
    await collect(models.model('a/bench-model').stream(request, never()))
    expect(row()?.leftOut).toEqual(['随性程度'])
    models.update([provider({ title: '新名字' })])
    expect(row()?.leftOut).toEqual(['随性程度'])
    models.update([provider({ baseUrl: 'http://127.0.0.1:9/v1' })])
    expect(row()?.leftOut).toEqual([])
  })
})

describe('what a model was found not to do', () => {
  it('is no longer said of it', async () => {
    const fake = await start()
    const { models } = setUp(fake)
    expect(models.describe('a/bench-model')).toMatchObject({ vision: true, tools: true, webp: true })
    fake.next(refusal(400, 'bench-model does not support tools'))
    const tools = [{ name: 'get_time', description: '', parameters: {} }]
    await collect(models.model('a/bench-model').stream({ ...saying('几点'), tools }, never()))
    expect(models.describe('a/bench-model')).toMatchObject({ vision: true, tools: false })
    const looking = (kind: string) => {
      const messages = [{ role: 'user' as const, content: '看', images: [picture('图1', kind)] }]
      return models.model('a/bench-model').stream({ messages, tools: [] }, never())
    }
    fake.next(refusal(400, 'Unsupported image format: image/webp'))
    expect(await problemOf(looking('webp'))).toMatchObject({ code: 'model.bad-picture' })
    expect(models.describe('a/bench-model')).toMatchObject({ vision: true, webp: false })
    fake.next(refusal(400, 'This model does not support image input'))
    expect(await problemOf(looking('png'))).toMatchObject({ code: 'model.no-pictures' })
    expect(models.describe('a/bench-model')).toMatchObject({ vision: false })
  })

  it('is learnt for each model by itself', async () => {
    const fake = await start({ models: ['bench-model', 'other'] })
    const { models, provider } = setUp(fake)
    models.update([provider({ models: [{ name: 'bench-model' }, { name: 'other' }] })])
    fake.next(refusal(400, 'temperature: only the default (1) is supported'))
    for (const name of ['a/bench-model', 'a/bench-model', 'a/other']) {
      await collect(models.model(name).stream({ ...saying('你好'), temperature: 0.7 }, never()))
    }
    expect(fake.requests.map(({ body }) => 'temperature' in body)).toEqual([true, false, false, true])
  })
})

it('D0-22 a call goes to the provider in its name, however busy that one is', async () => {
  let open = () => {}
  const hold = new Promise<void>((resolve) => {
    open = resolve
  })
  const [busy, idle] = [await start({ answer: { hold } }), await start()]
  const { models, provider } = setUp(busy, { maxConcurrent: 1 })
  models.update([provider(), provider({ id: 'b', baseUrl: idle.baseUrl })])
  const calls = [1, 2, 3].map(() => collect(models.model('a/bench-model').stream(saying('你好'), never())))
  await busy.request(0)
  open()
  await Promise.all(calls)
  expect([busy.requests.length, idle.requests.length]).toEqual([3, 0])
  expect(await problemOf(models.model('c/bench-model').stream(saying('你好'), never()))).toMatchObject({
    code: 'model.unknown',
  })
})
