import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import type { ModelMessage, ModelRequest } from '../../../../src/agent/models/chat-model.ts'
import { Dialects } from '../../../../src/agent/models/dialects.ts'
import { openAICompatible } from '../../../../src/agent/models/openai-compatible/provider.ts'
import { openWay } from '../../../../src/agent/net/proxy.ts'
import {
  type FakeAnswer,
  type FakeOpenAI,
  type FakeOpenAIOptions,
  refusal,
  startFakeOpenAI,
} from '../../../support/fake-openai.ts'
import { collect, never, picture, problemOf, saying, textIn } from '../../../support/model-calls.ts'

const open: FakeOpenAI[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((fake) => fake.close()))
})

async function setUp(options: FakeOpenAIOptions = {}) {
  const fake = await startFakeOpenAI(options)
  open.push(fake)
  const { baseUrl } = fake
  const timeouts = { connectSeconds: 10, firstTokenSeconds: 60, silenceSeconds: 30 }
  const dialects = new Dialects(baseUrl)
  const endpoint = { title: '小店', baseUrl, apiKey: '', headers: {}, timeouts }
  const provider = openAICompatible(endpoint, { clock: systemClock, way: openWay('', ''), dialects })
  const named = (name: string, request: ModelRequest) => provider.model(name).stream(request, never())
  const ask = (request: ModelRequest) => named('bench-model', request)
  return { fake, ask, named, dialect: (name = 'bench-model') => dialects.of(name) }
}

const getTime = { name: 'get_time', description: '看时间', parameters: { type: 'object' } }

/** A request that has everything in it that may be refused, but for pictures. */
const full: ModelRequest = {
  messages: [
    { role: 'system', content: '你是小杏' },
    { role: 'user', content: '几点' },
  ],
  tools: [getTime],
  temperature: 0.5,
  maxOutputTokens: 100,
}

const temperature = ['temperature']
const limit = ['max_tokens']
const tools = ['tools']
const counts = ['stream_options']

/** What endpoints say, and which fields are no longer sent then. */
const refusals: [words: string, gone: string[], leftOut: string[], status?: number][] = [
  ['Unrecognized request argument supplied: stream_options', counts, ['用量']],
  [
    '{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"temperature":1}}]}',
    counts,
    ['用量'],
    422,
  ],
  [
    "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
    temperature,
    ['随性程度'],
  ],
  ['invalid temperature: only 1 is allowed for this model', temperature, ['随性程度']],
  [
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    limit,
    [],
  ],
  ['Invalid max_tokens value, the valid range of max_tokens is [1, 64]', limit, ['回答上限']],
  ['max_tokens is too large: 100. This model supports at most 64 completion tokens', limit, ['回答上限']],
  ['registry.ollama.ai/library/gemma3:4b does not support tools', tools, ['工具']],
  ['No endpoints found that support tool use. To learn more about provider routing', tools, ['工具'], 404],
  ['"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', tools, ['工具']],
  ['tools param requires --jinja flag', tools, ['工具'], 500],
  ['`tool calling` is not supported with this model', tools, ['工具']],
  ['Function calling is not enabled for models/gemma-3-27b-it', tools, ['工具']],
  ['该模型不支持工具调用', tools, ['工具']],
]

describe('a refusal teaches', () => {
  it.each(refusals)('%s', async (words, gone, leftOut, status = 400) => {
    const { fake, ask, dialect } = await setUp()
    fake.next(words.startsWith('{') ? { status, body: words } : refusal(status, words))
    for (let call = 0; call < 2; call++) expect(textIn(await collect(ask(full)))).toBe('echo: 几点')
    const [first, ...later] = fake.requests.map(({ body }) => Object.keys(body))
    expect(first).toEqual(expect.arrayContaining([...temperature, ...limit, ...tools, ...counts]))
    for (const fields of later) expect(first?.filter((field) => !fields.includes(field))).toEqual(gone)
    expect(later).toHaveLength(2)
    expect([...dialect().leftOut]).toEqual(leftOut)
  })

  it('D0-36 the other name of the limit, there and back', async () => {
    const { fake, ask, dialect } = await setUp()
    fake.next(refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."))
    await collect(ask(full))
    expect(fake.requests[1]?.body).toMatchObject({ max_completion_tokens: 100 })
    fake.next(refusal(400, 'Unrecognized request argument supplied: max_completion_tokens'))
    await collect(ask(full))
    expect(fake.requests[3]?.body).not.toHaveProperty('max_completion_tokens')
    expect([...dialect().leftOut]).toEqual(['回答上限'])
  })

  it.each([
    ['System role not supported', 'user', ['你是小杏\n\n几点']],
    [
      "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
      'user',
      ['你是小杏\n\n几点'],
    ],
    ['Developer instruction is not enabled for models/gemma-3-12b-it', 'user', ['你是小杏\n\n几点']],
    ["'system' messages are not supported, use 'developer' instead", 'developer', ['你是小杏', '几点']],
  ])('who says the instructions: %s', async (words, role, said) => {
    const { fake, ask } = await setUp()
    fake.next(refusal(400, words))
    for (let call = 0; call < 2; call++) await collect(ask(full))
    for (const { messages } of fake.requests.slice(1)) {
      expect(messages[0]?.role).toBe(role)
      expect(messages.map(({ content }) => content)).toEqual(said)
    }
  })

  it('several things one after another, without waiting', async () => {
    const { fake, ask } = await setUp()
    fake.next(
      refusal(400, 'stream_options is not supported'),
      refusal(400, 'temperature is not supported'),
      refusal(400, 'this model does not support tools'),
      refusal(400, 'Conversation roles must alternate user/assistant'),
    )
    expect(textIn(await collect(ask(full)))).toBe('echo: 几点')
    expect(fake.requests).toHaveLength(5)
  })

  it('also when it comes in the place of an answer', async () => {
    const { fake, ask } = await setUp()
    fake.next({ body: 'data: {"error":{"code":400,"message":"temperature is not supported"}}\n\n' })
    expect(textIn(await collect(ask(full)))).toBe('echo: 几点')
    expect(fake.requests.map(({ body }) => 'temperature' in body)).toEqual([true, false])
  })

  it('nothing when it is about something that was not sent', async () => {
    const { fake, ask, dialect } = await setUp({
      answer: refusal(400, 'temperature, max_tokens and tools are not supported'),
    })
    expect(await problemOf(ask(saying('几点')))).toMatchObject({ code: 'model.bad-request' })
    expect(fake.requests).toHaveLength(1)
    expect([...dialect().leftOut]).toEqual([])
  })

  it('nothing when it refuses the key, or is too busy', async () => {
    for (const status of [401, 403, 429, 503]) {
      const { fake, ask } = await setUp({ answer: refusal(status, 'temperature is not supported') })
      await problemOf(ask(full))
      expect(fake.requests).toHaveLength(1)
    }
  })

  it('and is given up when it comes again in the same words', async () => {
    const { fake, ask } = await setUp({ answer: refusal(400, 'stream_options temperature max_tokens') })
    expect(await problemOf(ask(full))).toMatchObject({ code: 'model.bad-request' })
    expect(fake.requests.length).toBeLessThanOrEqual(5)
  })
})

describe('a model that knows no tools', () => {
  it('is told in words what was called and what came of it', async () => {
    const { fake, ask } = await setUp()
    fake.next(refusal(400, 'does not support tools'))
    const messages: ModelMessage[] = [
      { role: 'user', content: '几点' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'get_time', arguments: '{}' }] },
      { role: 'tool', callId: 'c1', content: '三点' },
    ]
    await collect(ask({ messages, tools: [getTime] }))
    expect(fake.requests[1]?.messages).toEqual([
      { role: 'user', content: '几点' },
      { role: 'user', content: '（工具的结果）三点' },
    ])
  })
})

describe('thinking', () => {
  const turn = (reasoning?: string): ModelRequest => ({
    messages: [
      { role: 'user', content: '几点' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c1', name: 'get_time', arguments: '{}' }],
        ...(reasoning ? { reasoning } : {}),
      },
      { role: 'tool', callId: 'c1', content: '三点' },
    ],
    tools: [getTime],
  })
  const sent = (fake: FakeOpenAI) => fake.requests.map(({ messages }) => messages[1]?.reasoning_content)

  it('is not sent back to those who do not ask for it', async () => {
    const { fake, ask } = await setUp()
    await collect(ask(turn('看看表')))
    expect(sent(fake)).toEqual([undefined])
  })

  it.each([
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2',
    'Missing `reasoning_content` field in the assistant message at message index 2',
  ])('goes back beside the calls it led to where that is missed: %s', async (words) => {
    const { fake, ask } = await setUp()
    fake.next(refusal(400, words))
    await collect(ask(turn('看看表')))
    await collect(ask(turn()))
    expect(sent(fake)).toEqual([undefined, '看看表', ' '])
  })

  it('goes back to vendors that are known to want it, until they refuse it', () => {
    for (const url of [
      'https://api.deepseek.com',
      'https://api.moonshot.cn/v1',
      'https://api.xiaomimimo.com/v1',
    ])
      expect(new Dialects(url).of('x').reasoning).toBe('given')
    expect(new Dialects('https://deepseek.com.example/v1').of('x').reasoning).toBe('never')
  })
})

describe('a picture that is refused', () => {
  const looking: ModelRequest = {
    messages: [{ role: 'user', content: '看', images: [picture('图1', 'webp')] }],
    tools: [],
    temperature: 0.5,
  }

  const blind: [string, number?][] = [
    ['This model does not support image input'],
    ['this model does not support image input (ref: b8bd630e)'],
    [
      'Failed to deserialize the JSON body: messages[0]: unknown variant `image_url`, expected `text` at line 1',
    ],
    ['Image input is not enabled for this model'],
    ['No endpoints found that support image input', 404],
    ['image input is not supported - hint: if this is unexpected, you may need to provide the mmproj', 500],
    ['Model does not support images. Please use a model that does.'],
    ['At most 0 image(s) may be provided in one request.'],
    ['The model is not a VLM (Vision Language Model). Please use a VLM when you send images'],
    ['Invalid content type. image_url is only supported by certain models.'],
    ['messages[0].content must be a string'],
    ['invalid type: sequence, expected a string'],
    ['该模型不支持图片输入'],
    ['this model is missing data required for image input', 500],
  ]
  it.each(blind)('for good: %s', async (words, status = 400) => {
    const { fake, ask, dialect } = await setUp({ answer: refusal(status, words) })
    expect(await problemOf(ask(looking))).toMatchObject({
      code: 'model.no-pictures',
      message: expect.stringContaining('看不了图片'),
    })
    expect(fake.requests).toHaveLength(1)
    expect(dialect()).toMatchObject({ pictures: false, webp: true, temperature: true })
    expect([...dialect().leftOut]).toEqual(['图片'])
  })

  const this_: [string, boolean, number?][] = [
    ['Unsupported image format: image/webp', true],
    [
      'You uploaded an unsupported image. Please make sure your image is valid and has of one the formats',
      true,
    ],
    ['cannot decode image', true],
    ['The image format is not supported by the model', true],
    ['Failed to download multimodal content', false],
    ['image exceeds 5 MB maximum', false],
    ['Invalid base64 image_url', false],
    ['图片大小超过限制', false],
    ['The image length and width do not meet the model restrictions', false],
    ['Request too large: image payload', false, 413],
  ]
  it.each(this_)('this once: %s', async (words, format, status = 400) => {
    const { fake, ask, dialect } = await setUp({ answer: refusal(status, words) })
    expect(await problemOf(ask(looking))).toMatchObject({ code: 'model.bad-picture' })
    expect(fake.requests).toHaveLength(1)
    expect(dialect()).toMatchObject({ pictures: true, webp: !format })
  })

  it('is not to blame for a name that speaks of pictures', async () => {
    const { fake, dialect, named } = await setUp({ models: ['llama3.2-vision:11b'] })
    const request = { ...looking, tools: [getTime] }
    fake.next(
      refusal(400, 'registry.ollama.ai/library/llama3.2-vision:11b does not support tools'),
      refusal(400, 'llama3.2-vision:11b: something else is wrong'),
    )
    expect(await problemOf(named('llama3.2-vision:11b', request))).toMatchObject({
      code: 'model.bad-request',
    })
    expect(dialect('llama3.2-vision:11b')).toMatchObject({ pictures: true, tools: false })
  })

  it('is not to blame for a refusal of something else', async () => {
    const { fake, ask, dialect } = await setUp()
    fake.next(refusal(400, 'temperature is not supported'))
    expect(textIn(await collect(ask(looking)))).toContain('看')
    fake.next(refusal(401, 'no images for you'))
    expect(await problemOf(ask(looking))).toMatchObject({ code: 'model.auth' })
    expect(dialect().pictures).toBe(true)
  })

  it('says so without a picture in words of its own', async () => {
    const answer: FakeAnswer = refusal(400, 'This model does not support image input')
    const { ask } = await setUp({ answer })
    expect(await problemOf(ask(saying('看')))).toMatchObject({ code: 'model.bad-request' })
  })
})
