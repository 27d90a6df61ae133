import { getEventListeners } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import type { ModelMessage, ModelProvider, ModelRequest } from '../../../../src/agent/models/chat-model.ts'
import { Dialects } from '../../../../src/agent/models/dialects.ts'
import { openAICompatible } from '../../../../src/agent/models/openai-compatible/provider.ts'
import { openWay } from '../../../../src/agent/net/proxy.ts'
import { describeModelProvider } from '../../../contracts/model-provider.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import {
  asTold,
  type FakeOpenAI,
  type FakeOpenAIOptions,
  htmlRefusal,
  refusal,
  startFakeOpenAI,
} from '../../../support/fake-openai.ts'
import { collect, never, picture, problemOf, saying, textIn } from '../../../support/model-calls.ts'

const timeouts = { connectSeconds: 10, firstTokenSeconds: 60, silenceSeconds: 30 }
const way = openWay('', '')
const open: FakeOpenAI[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map((fake) => fake.close()))
})

async function start(options: FakeOpenAIOptions = {}) {
  const fake = await startFakeOpenAI(options)
  open.push(fake)
  return fake
}

function providerFor(
  baseUrl: string,
  options: { apiKey?: string; clock?: typeof systemClock; headers?: Record<string, string> } = {},
): ModelProvider {
  const { apiKey = 'sk-secret-key-1', clock = systemClock, headers = {} } = options
  const endpoint = { title: '小店', baseUrl, apiKey, headers, timeouts }
  return openAICompatible(endpoint, { clock, way, dialects: new Dialects(baseUrl) })
}

function ask(provider: ModelProvider, request: string | ModelRequest = '你好', signal = never()) {
  const full = typeof request === 'string' ? saying(request) : request
  return provider.model('bench-model').stream(full, signal)
}

describeModelProvider('an OpenAI-compatible endpoint', async () => {
  const fake = await start({ answer: asTold })
  return { provider: providerFor(fake.baseUrl), model: 'bench-model' }
})

describe('a call', () => {
  it('sends the model, the messages, the tools, the key and a wish for usage', async () => {
    const fake = await start({ apiKey: 'sk-secret-key-1' })
    const tool = { name: 'get_time', description: '看时间', parameters: { type: 'object' } }
    const request: ModelRequest = {
      messages: [
        { role: 'system', content: '你是小杏' },
        { role: 'user', content: '几点' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'c1', name: 'get_time', arguments: '不是 JSON' }],
        },
        { role: 'tool', callId: 'c1', content: '三点' },
      ],
      tools: [tool],
      temperature: 0.5,
      maxOutputTokens: 100,
    }
    await collect(ask(providerFor(fake.baseUrl), request))
    expect(fake.requests[0]?.body).toEqual({
      model: 'bench-model',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      max_tokens: 100,
      messages: [
        { role: 'system', content: '你是小杏' },
        { role: 'user', content: '几点' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_time', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '三点' },
      ],
      tools: [{ type: 'function', function: tool }],
    })
  })

  it('leaves out what nobody set, and the key where there is none', async () => {
    const fake = await start()
    await collect(ask(providerFor(`${fake.baseUrl}/`, { apiKey: '' })))
    expect(fake.requests[0]?.headers.authorization).toBeUndefined()
    expect(Object.keys(fake.requests[0]?.body ?? {}).sort()).toEqual([
      'messages',
      'model',
      'stream',
      'stream_options',
    ])
  })

  it('D0-36 limits only the answer, and only when somebody set a limit', async () => {
    const fake = await start()
    await collect(ask(providerFor(fake.baseUrl), { ...saying('一'), maxOutputTokens: 64 }))
    await collect(ask(providerFor(fake.baseUrl), '二'))
    expect(fake.requests.map(({ body }) => body.max_tokens)).toEqual([64, undefined])
    expect(fake.requests[0]?.text).toBe('一')
  })

  it('D2-06 carries the temperature and the limit of each call', async () => {
    const fake = await start()
    const provider = providerFor(fake.baseUrl)
    for (const temperature of [0, 0.9]) {
      await collect(ask(provider, { ...saying('一'), temperature, maxOutputTokens: 10 + temperature }))
    }
    const sent = fake.requests.map(({ body }) => [body.temperature, body.max_tokens])
    expect(sent).toEqual([
      [0, 10],
      [0.9, 10.9],
    ])
  })

  it('D2-07 sends text and pictures as parts, each picture behind its name', async () => {
    const fake = await start()
    const [one, two] = [picture('图1'), picture('图2', 'webp')]
    const messages: ModelMessage[] = [
      { role: 'user', content: '先说一句' },
      { role: 'user', content: '看这两张', images: [one, two] },
      { role: 'user', content: '', images: [one] },
    ]
    await collect(ask(providerFor(fake.baseUrl), { messages, tools: [] }))
    expect(fake.requests[0]?.messages).toEqual([
      { role: 'user', content: '先说一句' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '看这两张' },
          { type: 'text', text: '图1' },
          { type: 'image_url', image_url: { url: one.url } },
          { type: 'text', text: '图2' },
          { type: 'image_url', image_url: { url: two.url } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'text', text: '图1' },
          { type: 'image_url', image_url: { url: one.url } },
        ],
      },
    ])
  })

  it('D2-07 keeps the pictures where neighbours are joined', async () => {
    const fake = await start()
    fake.next({ status: 500, body: { error: { message: 'roles must alternate' } } })
    const messages: ModelMessage[] = [
      { role: 'user', content: '一', images: [picture('图1')] },
      { role: 'user', content: '二', images: [picture('图2')] },
      { role: 'assistant', content: '三' },
      { role: 'assistant', content: '四' },
    ]
    await collect(ask(providerFor(fake.baseUrl), { messages, tools: [] }))
    const [user, assistant, ...rest] = fake.requests[1]?.messages ?? []
    expect(rest).toEqual([])
    expect(user?.content).toMatchObject([{ text: '一\n二' }, { text: '图1' }, {}, { text: '图2' }, {}])
    expect(assistant).toEqual({ role: 'assistant', content: '三\n四' })
  })

  it('sends back with a call what the vendor sent along', async () => {
    const fake = await start()
    const vendor = { extra_content: { google: { thought_signature: 'Cr8D' } } }
    const call = { id: 'c1', name: 'get_time', arguments: '{}', vendor }
    const messages: ModelMessage[] = [
      { role: 'user', content: '几点' },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', callId: 'c1', content: '三点' },
    ]
    await collect(ask(providerFor(fake.baseUrl), { messages, tools: [] }))
    expect(fake.requests[0]?.messages[1]?.tool_calls).toEqual([
      { id: 'c1', type: 'function', function: { name: 'get_time', arguments: '{}' }, ...vendor },
    ])
  })

  it('sends the headers somebody set, over its own, but not those of the connection', async () => {
    const fake = await start()
    const headers = {
      'X-Title': ' v ',
      Authorization: 'Basic abc',
      Host: 'evil.example',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
    }
    const provider = providerFor(fake.baseUrl, { headers })
    await collect(ask(provider))
    expect(fake.requests[0]?.headers).toMatchObject({
      'x-title': 'v',
      authorization: 'Basic abc',
      host: `127.0.0.1:${fake.port}`,
    })
    expect(fake.requests[0]?.headers['transfer-encoding']).toBeUndefined()
    expect(await provider.listModels(never())).toHaveLength(1)
  })

  it('says which header cannot be sent', async () => {
    const fake = await start()
    const problem = await problemOf(ask(providerFor(fake.baseUrl, { headers: { 'x-name': '杏桃' } })))
    expect(problem).toMatchObject({ code: 'model.header', message: '「小店」的请求头 x-name 里有不能用的字' })
    expect(fake.requests).toHaveLength(0)
  })

  it.each([' sk-a', 'sk-a\n', '\tsk-a \r\n'])('takes a key as it was pasted: %j', async (apiKey) => {
    const fake = await start({ apiKey: 'sk-a' })
    expect(textIn(await collect(ask(providerFor(fake.baseUrl, { apiKey }))))).toBe('echo: 你好')
  })

  it.each([
    ['sk-a b', '中间有空格或换行'],
    ['sk-a\nsk-b', '中间有空格或换行'],
    ['密钥', '有不能用的字'],
    ['sk-a\u200bb', '有不能用的字'],
  ])('says what is wrong with a key that cannot be sent: %j', async (apiKey, what) => {
    const fake = await start()
    const problem = await problemOf(ask(providerFor(fake.baseUrl, { apiKey })))
    expect(problem).toMatchObject({ code: 'model.auth', message: `「小店」的 Key 里${what}` })
    expect(fake.requests).toHaveLength(0)
  })

  it.each([
    [' team-secret-1\n', 'unknown team-secret-1'],
    ['Basic dGVhbTpzZWNyZXQ', 'unknown dGVhbTpzZWNyZXQ'],
  ])('keeps to itself what a server echoes of a header: %j', async (value, said) => {
    const fake = await start({ answer: refusal(401, said) })
    const problem = await problemOf(ask(providerFor(fake.baseUrl, { headers: { 'x-team': value } })))
    expect(problem.detail).toBe('HTTP 401 unknown •••')
  })

  it('sends nothing that the environment or the computer would add, and prints nothing', async () => {
    const printed = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => {}),
    )
    const variables = {
      OPENAI_API_KEY: 'sk-environment',
      OPENAI_ADMIN_KEY: 'sk-environment',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_ORG_ID: 'org-environment',
      OPENAI_PROJECT_ID: 'proj-environment',
      OPENAI_CUSTOM_HEADERS:
        'Authorization: Bearer environment\nX-Extra: environment\nUser-Agent: environment',
      OPENAI_LOG: 'debug',
    }
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const fake = await start()
    await collect(ask(providerFor(fake.baseUrl)))
    await collect(ask(providerFor(fake.baseUrl, { apiKey: '' })))
    const [keyed, keyless] = fake.requests
    expect(keyed?.headers.authorization).toBe('Bearer sk-secret-key-1')
    expect(keyed?.headers['user-agent']).toBe('Apricot')
    const names = ['accept', 'connection', 'content-length', 'content-type', 'host', 'user-agent']
    expect(Object.keys(keyless?.headers ?? {}).sort()).toEqual(names)
    expect(Object.keys(keyed?.headers ?? {}).sort()).toEqual([...names, 'authorization'].sort())
    for (const spy of printed) expect(spy).not.toHaveBeenCalled()
  })

  it('D0-37 reads a stream cut at every byte, with thinking, tools and usage', async () => {
    const fake = await start()
    fake.next({
      text: '杏子🍑熟了',
      reasoning: '想一想',
      toolCalls: [
        { id: 'a', name: 'one', arguments: { 城市: '苏州' } },
        { id: 'b', name: 'two', arguments: '{"n":2}' },
      ],
      bytesPerWrite: 1,
      usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } },
    })
    const events = await collect(ask(providerFor(fake.baseUrl)))
    expect(textIn(events)).toBe('杏子🍑熟了')
    expect(events.map((event) => (event.type === 'reasoning' ? event.text : '')).join('')).toBe('想一想')
    expect(events.slice(-3)).toEqual([
      { type: 'tool-call', call: { id: 'a', name: 'one', arguments: '{"城市":"苏州"}' } },
      { type: 'tool-call', call: { id: 'b', name: 'two', arguments: '{"n":2}' } },
      {
        type: 'end',
        finish: 'tool-calls',
        usage: { inputTokens: 9, cachedTokens: 3, outputTokens: 4, reasoningTokens: 0 },
      },
    ])
  })

  it('ends without counts where the vendor returns none', async () => {
    const fake = await start({ answer: { usage: null } })
    expect((await collect(ask(providerFor(fake.baseUrl)))).at(-1)).toEqual({
      type: 'end',
      finish: 'stop',
      usage: null,
    })
  })

  it('takes a whole answer where the server does not stream', async () => {
    const fake = await start()
    const message = { role: 'assistant', content: '整段的回答', tool_calls: null }
    const body = { choices: [{ index: 0, message, finish_reason: 'length' }], usage: { prompt_tokens: 1 } }
    fake.next({ status: 200, body })
    const events = await collect(ask(providerFor(fake.baseUrl)))
    expect(events).toMatchObject([
      { type: 'text', text: '整段的回答' },
      { type: 'end', finish: 'length' },
    ])
  })

  it('asks again without stream_options where they are refused, and remembers', async () => {
    const fake = await start()
    fake.next({ status: 400, body: { error: { message: 'Unrecognized request argument: stream_options' } } })
    const provider = providerFor(fake.baseUrl)
    expect(textIn(await collect(ask(provider)))).toBe('echo: 你好')
    await collect(ask(provider))
    expect(fake.requests.map((request) => 'stream_options' in request.body)).toEqual([true, false, false])
  })

  it('joins neighbours where a chat template wants turns, and remembers', async () => {
    const fake = await start()
    const words = 'Conversation roles must alternate user/assistant/user/assistant/...'
    fake.next({ status: 500, body: { error: { message: words } } })
    const provider = providerFor(fake.baseUrl)
    const messages = [
      { role: 'user', content: '背景' },
      { role: 'user', content: '问题' },
    ] as const
    const request = { messages, tools: [] }
    for (let call = 0; call < 2; call++) {
      const events = await collect(
        provider.model('bench-model').stream(request, new AbortController().signal),
      )
      expect(textIn(events)).toBe('echo: 背景\n问题')
    }
    expect(fake.requests.map((received) => received.messages.length)).toEqual([2, 1, 1])
  })

  it('uses one connection for calls one after another', async () => {
    const fake = await start()
    const provider = providerFor(fake.baseUrl)
    for (let call = 0; call < 5; call++) await collect(ask(provider))
    expect(fake.stats.connections).toBe(1)
  })

  it('is whole when only the counts and the end mark were lost with the connection', async () => {
    const fake = await start({ answer: { cut: 'before-done' } })
    const events = await collect(ask(providerFor(fake.baseUrl)))
    expect(textIn(events)).toBe('echo: 你好')
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'stop', usage: null })
  })

  it('leaves nothing on the signal it was given', async () => {
    const fake = await start()
    const { signal } = new AbortController()
    await collect(ask(providerFor(fake.baseUrl), '你好', signal))
    fake.next({ status: 500 })
    await problemOf(ask(providerFor(fake.baseUrl), '你好', signal))
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('closes the connection when it is aborted', async () => {
    const fake = await start({ answer: { stall: 'before-headers' } })
    const controller = new AbortController()
    const call = collect(ask(providerFor(fake.baseUrl), '你好', controller.signal))
    const request = await fake.request(0)
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect(await request.ended).toBe(false)
  })
})

describe('a call that fails', () => {
  const refusals: [number, string][] = [
    [400, 'model.bad-request'],
    [401, 'model.auth'],
    [402, 'model.balance'],
    [403, 'model.auth'],
    [404, 'model.not-found'],
    [429, 'model.rate-limit'],
    [500, 'model.server'],
    [503, 'model.server'],
  ]
  it.each(refusals)('D0-38 names what is wrong when the vendor answers %i', async (status, code) => {
    const fake = await start()
    fake.next({ status, body: { error: { message: 'no: sk-secret-key-1' } } })
    const problem = await problemOf(ask(providerFor(fake.baseUrl)))
    expect(problem.code).toBe(code)
    expect(problem.message).toContain('「小店」的 bench-model')
    expect(problem.message).toContain(`127.0.0.1:${fake.port}`)
    expect(problem.hint).not.toBe('')
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  it.each([408, 409, 429, 500])(
    'asks once when the vendor answers %i: repeating is decided elsewhere',
    async (status) => {
      const fake = await start()
      fake.next({ status, headers: { 'x-should-retry': 'true', 'retry-after': '0' }, body: {} })
      await problemOf(ask(providerFor(fake.baseUrl)))
      expect(fake.requests).toHaveLength(1)
    },
  )

  it.each([
    [{ statusCode: 401, error: 'Unauthorized', message: '密钥过期了' }, 'model.auth', '密钥过期了'],
    ['[{"error":{"message":"在列表里"}}]', 'model.auth', '在列表里'],
    ['"账户余额不足"', 'model.balance', '账户余额不足'],
    ['', 'model.auth', 'HTTP 401'],
  ])('keeps every word of a refusal: %j', async (body, code, words) => {
    const fake = await start()
    fake.next({ status: 401, body })
    const problem = await problemOf(ask(providerFor(fake.baseUrl)))
    expect(problem.code).toBe(code)
    expect(problem.detail).toContain(words)
  })

  it('reads the title of an HTML page where a gateway refuses', async () => {
    const fake = await start()
    fake.next(htmlRefusal(502))
    expect(await problemOf(ask(providerFor(fake.baseUrl)))).toMatchObject({
      code: 'model.server',
      detail: 'HTTP 502 502 Bad Gateway',
    })
  })

  it('says how long to wait when it is limited', async () => {
    const fake = await start()
    fake.next({ status: 429, headers: { 'retry-after': '17' }, body: {} })
    expect((await problemOf(ask(providerFor(fake.baseUrl)))).hint).toContain('17 秒后再试')
  })

  it.each(['json', 'html', 'html-200'] as const)(
    'finds the interface below /v1 when nothing is at the address (%s), and remembers',
    async (elsewhere) => {
      const fake = await start({ elsewhere })
      const found: string[] = []
      const bare = fake.baseUrl.replace('/v1', '')
      const endpoint = { title: '小店', baseUrl: bare, apiKey: '', headers: {}, timeouts }
      const parts = { clock: systemClock, way, dialects: new Dialects(bare) }
      const provider = openAICompatible(endpoint, { ...parts, foundAt: (url) => void found.push(url) })
      expect(textIn(await collect(ask(provider)))).toBe('echo: 你好')
      expect(textIn(await collect(ask(provider)))).toBe('echo: 你好')
      expect((await provider.listModels(never())).map(({ name }) => name)).toEqual(['bench-model'])
      expect(found).toEqual([`${bare}/v1`])
      expect(fake.elsewhere).toBe(1)
    },
  )

  it.each(['json', 'html', 'html-200'] as const)(
    'suspects a wrong address when nothing is below /v1 either (%s)',
    async (elsewhere) => {
      const fake = await start({ elsewhere, basePath: '/api' })
      const bare = fake.baseUrl.replace('/api', '/other')
      const problem = await problemOf(ask(providerFor(bare)))
      expect(problem.hint).toContain(`${bare}/v1`)
      expect((await problemOf(providerFor(bare).listModels(never()))).hint).toContain(`${bare}/v1`)
    },
  )

  it('takes an address that was copied to its end', async () => {
    const fake = await start()
    const provider = providerFor(`${fake.baseUrl}/chat/completions`)
    expect(textIn(await collect(ask(provider)))).toBe('echo: 你好')
    expect(await provider.listModels(never())).toHaveLength(1)
  })

  it('does not follow a redirect with the key', async () => {
    const fake = await start()
    fake.next({ status: 308, headers: { location: 'https://elsewhere.example/v1?token=1' }, body: '' })
    const problem = await problemOf(ask(providerFor(fake.baseUrl)))
    expect(problem).toMatchObject({ code: 'model.bad-answer' })
    expect(problem.hint).toContain('https://elsewhere.example/v1')
    expect(problem.hint).not.toContain('token')
  })

  it('reports an error that comes inside the stream, with its status', async () => {
    const fake = await start()
    fake.next({ body: 'data: {"error":{"code":429,"message":"slow down"}}\n\n' })
    expect((await problemOf(ask(providerFor(fake.baseUrl)))).code).toBe('model.rate-limit')
  })

  it.each(['before-headers', 'before-first-token', 'mid-stream'] as const)(
    'notices a cut %s',
    async (cut) => {
      const fake = await start({ answer: { cut } })
      expect((await problemOf(ask(providerFor(fake.baseUrl)))).code).toBe('model.cut')
    },
  )

  it('notices an answer that just stops without saying why', async () => {
    const fake = await start({ answer: { finish: null, done: false } })
    expect((await problemOf(ask(providerFor(fake.baseUrl)))).code).toBe('model.cut')
  })

  it('notices what is no JSON', async () => {
    const fake = await start({ answer: { body: 'data: oops\n\n' } })
    expect((await problemOf(ask(providerFor(fake.baseUrl)))).code).toBe('model.bad-answer')
  })

  it('tells apart a closed port, a plain port asked for TLS, and a name that cannot be a key', async () => {
    const fake = await start()
    expect((await problemOf(ask(providerFor(fake.baseUrl.replace('http:', 'https:'))))).code).toBe(
      'model.tls',
    )
    expect((await problemOf(ask(providerFor(fake.baseUrl, { apiKey: '密钥' })))).code).toBe('model.auth')
    await fake.close()
    const refused = await problemOf(ask(providerFor(fake.baseUrl)))
    expect(refused).toMatchObject({ code: 'model.refused' })
    expect(refused.hint).toContain('先启动它')
  })
})

describe('a call that takes too long', () => {
  it('is given up when the connection does not stand in time', async () => {
    const clock = createFakeClock()
    const { promise: connected, resolve: onConnected } = Promise.withResolvers<void>()
    const silent = net.createServer((socket) => {
      socket.on('error', () => {}).resume()
      onConnected()
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const call = problemOf(ask(providerFor(`https://127.0.0.1:${port}/v1`, { clock })))
    await connected
    await clock.advanceAsync(10_000)
    expect(await call).toMatchObject({
      code: 'model.timeout.connect',
      message: `「小店」的 bench-model 等了 10 秒还没有连上（127.0.0.1:${port}）`,
    })
    expect(clock.timers).toBe(0)
    await new Promise((resolve) => silent.close(resolve))
  })

  it('is given up when the first token does not come, also behind headers', async () => {
    for (const stall of ['before-headers', 'before-first-token'] as const) {
      const clock = createFakeClock()
      const fake = await start({ answer: { stall } })
      const call = problemOf(ask(providerFor(fake.baseUrl, { clock })))
      const request = await fake.request(0)
      await clock.advanceAsync(60_000)
      expect(await call).toMatchObject({ code: 'model.timeout.first-token' })
      expect(await request.ended).toBe(false)
      expect(clock.timers).toBe(0)
    }
  })

  it('is given up when it falls silent in mid-answer', async () => {
    const clock = createFakeClock()
    const fake = await start({ answer: { stall: 'mid-stream' } })
    let text = ''
    const reading = async () => {
      for await (const event of ask(providerFor(fake.baseUrl, { clock }))) {
        if (event.type !== 'text') throw new Error(`Unexpected event ${event.type}`)
        text += event.text
        // Half of the answer: how many events that is depends on what arrives together.
        if (text.length === 'echo: 你好'.length / 2) void clock.advanceAsync(30_000)
      }
    }
    expect(await problemOf(reading())).toMatchObject({ code: 'model.timeout.silence' })
    expect('echo: 你好'.startsWith(text)).toBe(true)
    expect(clock.timers).toBe(0)
  })
})

describe('the list of models', () => {
  it('is refused with the same words as a call', async () => {
    const fake = await start({ apiKey: 'another' })
    expect(await problemOf(providerFor(fake.baseUrl).listModels(never()))).toMatchObject({
      code: 'model.auth',
      message: expect.stringMatching(`^「小店」不认这个.*（401，127.0.0.1:${fake.port}）$`),
    })
  })
})

describe('a call through a proxy', () => {
  function through(proxy: string, baseUrl = 'http://models.example/v1') {
    const endpoint = { title: '小店', baseUrl, apiKey: '', headers: {}, timeouts }
    const over = openWay(proxy, '')
    return openAICompatible(endpoint, { clock: systemClock, way: over, dialects: new Dialects(baseUrl) })
  }

  it.each(['http', 'socks5'])('says that the %s proxy is not there', async (kind) => {
    const problem = await problemOf(ask(through(`${kind}://127.0.0.1:9`)))
    expect(problem).toMatchObject({
      code: 'model.proxy',
      message: '「小店」的 bench-model 的代理连不上：127.0.0.1:9（models.example）',
    })
    expect(problem.hint).toContain('看看代理开了没有')
  })

  it('says that the proxy wants a login', async () => {
    const proxy = http.createServer((_, response) => response.writeHead(407).end())
    proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    for (const scheme of ['http', 'https']) {
      const provider = through(`http://127.0.0.1:${port}`, `${scheme}://models.example/v1`)
      expect(await problemOf(ask(provider))).toMatchObject({
        code: 'model.proxy-login',
        message: `「小店」的 bench-model 走的代理 127.0.0.1:${port} 要登录（407，models.example）`,
      })
    }
    await new Promise((resolve) => proxy.close(resolve))
  })

  it('says when a proxy of another kind answers', async () => {
    const fake = await start()
    const problem = await problemOf(ask(through(`socks5://127.0.0.1:${fake.port}`)))
    expect(problem).toMatchObject({ code: 'model.proxy' })
    expect(problem.hint).toContain('http 和 socks5 写反了')
  })
})
