import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { complaintAboutKey, tidyKey, vendorsOfKey } from '../../src/renderer/pages/models/key-vendor.ts'
import { readPaste, vendorsOf } from '../../src/renderer/pages/models/paste.ts'
import { presetById } from '../../src/renderer/pages/models/presets.ts'

beforeAll(startI18n)

const hex32 = '0123456789abcdef0123456789abcdef'
const deepseekLike = `sk-${hex32}`
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJHcm91cE5hbWUiOiLmtYsifQ.c2lnbmF0dXJl'
const uuid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'

describe('whose a key is', () => {
  test.each([
    ['sk-ant-api03-abcdefgh-IJKL', ['anthropic']],
    [`sk-or-v1-${hex32}${hex32}`, ['openrouter']],
    ['sk-proj-abcdefghijkl_MNOP', ['openai']],
    ['AIzaSyA1234567890abcdefghijklmnopqrstu', ['gemini']],
    ['gsk_abcdefghijklmnop', ['groq']],
    [jwt, ['minimax']],
    [`${hex32}.AbCdEfGhIjKlMnOp`, ['zhipu']],
    [uuid, ['ark']],
    [deepseekLike, ['deepseek', 'bailian']],
    ['hello', []],
  ])('%s: %j', (key, vendors) => expect(vendorsOfKey(key)).toEqual(vendors))

  test('every vendor a key may belong to is one that can be chosen', () => {
    const keys = [
      deepseekLike,
      `sk-${'a'.repeat(48)}`,
      `sk-${'aB3'.repeat(16)}`,
      'sk-something-else',
      jwt,
      uuid,
    ]
    const ids = keys.flatMap(vendorsOfKey)
    expect(ids.length).toBeGreaterThan(6)
    expect(ids.filter((id) => presetById(id) === null)).toEqual([])
  })

  test('a usual sk- key is nobody’s for sure', () => {
    expect(vendorsOfKey(`sk-${'aB3'.repeat(16)}`).length).toBeGreaterThan(1)
    expect(vendorsOfKey('sk-12345678').length).toBeGreaterThan(1)
  })
})

describe('a key as it was pasted', () => {
  test('spaces around it are nothing to speak of, inside it they are', () => {
    expect(tidyKey(`  ${deepseekLike}\n`)).toEqual({ key: deepseekLike, remark: null })
    expect(tidyKey(`Bearer ${deepseekLike}`).key).toBe(deepseekLike)
    expect(tidyKey('sk-abc def\nghi')).toEqual({
      key: 'sk-abcdefghi',
      remark: 'Key 中间有空格或换行，已经去掉了。',
    })
  })

  test('what no header can carry is refused', () => {
    expect(complaintAboutKey('sk-ａｂｃ')).toContain('全角')
    expect(complaintAboutKey(deepseekLike)).toBeNull()
  })
})

describe('what a pasted text tells', () => {
  test.each([
    ['a key', ` ${deepseekLike}\n`, { apiKey: deepseekLike, baseUrl: '' }],
    ['a key in quotes', `"${deepseekLike}",`, { apiKey: deepseekLike }],
    ['a key of no known shape', 'abcdEFGH12345678ijkl', { apiKey: 'abcdEFGH12345678ijkl', baseUrl: '' }],
    [
      'an address',
      'https://api.siliconflow.cn/v1/chat/completions',
      { baseUrl: 'https://api.siliconflow.cn/v1' },
    ],
    ['host and port', '127.0.0.1:1234', { baseUrl: 'http://127.0.0.1:1234/v1', apiKey: '' }],
    ['localhost', 'localhost:11434', { baseUrl: 'http://localhost:11434/v1' }],
    ['a bare host', 'api.deepseek.com', { baseUrl: 'https://api.deepseek.com/v1', apiKey: '' }],
    [
      'an address and a key on two lines',
      `https://relay.example/v1\n${deepseekLike}`,
      { baseUrl: 'https://relay.example/v1', apiKey: deepseekLike },
    ],
    [
      'Chinese words around them',
      `接口地址：https://relay.example/v1，密钥：${deepseekLike}，模型：gpt-4o-mini`,
      { baseUrl: 'https://relay.example/v1', apiKey: deepseekLike, model: 'gpt-4o-mini' },
    ],
    [
      'a curl command',
      `curl https://api.deepseek.com/chat/completions \\\n  -H "Content-Type: application/json" \\\n  -H "Authorization: Bearer ${deepseekLike}" \\\n  -d '{"model": "deepseek-chat", "messages": []}'`,
      { baseUrl: 'https://api.deepseek.com/v1', apiKey: deepseekLike, model: 'deepseek-chat' },
    ],
    [
      'a curl command with its own header',
      `curl -X POST 'https://api.xiaomimimo.com/v1/chat/completions' --header "api-key: ${deepseekLike}"`,
      { baseUrl: 'https://api.xiaomimimo.com/v1', apiKey: deepseekLike },
    ],
    [
      'JSON',
      JSON.stringify({
        base_url: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
        api_key: deepseekLike,
        model_name: 'qwen-plus',
      }),
      {
        baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
        apiKey: deepseekLike,
        model: 'qwen-plus',
      },
    ],
    [
      'an env file',
      `OPENAI_BASE_URL=https://relay.example/v1\nOPENAI_API_KEY=${deepseekLike}\nOPENAI_MODEL=Qwen/Qwen3-8B\n`,
      { baseUrl: 'https://relay.example/v1', apiKey: deepseekLike, model: 'Qwen/Qwen3-8B' },
    ],
    [
      'a piece of code',
      `client = OpenAI(api_key="${deepseekLike}", base_url='https://api.moonshot.cn/v1')`,
      { baseUrl: 'https://api.moonshot.cn/v1', apiKey: deepseekLike },
    ],
    ['nothing of the kind', '今天天气不错', { baseUrl: '', apiKey: '', model: '' }],
  ])('%s', (_, text, told) => expect(readPaste(text)).toMatchObject(told))

  test('a key that was broken by a line end is put together, with a remark', () => {
    expect(readPaste('sk-0123456789abcdef\n0123456789abcdef')).toEqual({
      baseUrl: '',
      model: '',
      apiKey: deepseekLike,
      remark: 'Key 中间有空格或换行，已经去掉了。',
    })
  })

  test('two keys are not one: the first is used, and that is said', () => {
    const pasted = readPaste(`${deepseekLike}\nsk-ffffffffffffffffffffffffffffffff`)
    expect(pasted).toMatchObject({ apiKey: deepseekLike, remark: '有好几把 Key，用的是第一把。' })
  })

  test.each(['YOUR_API_KEY', '$DEEPSEEK_API_KEY', '<API key>', 'sk-xxxxxxxxxxxx'])(
    'the placeholder %s is no key',
    (key) => {
      const pasted = readPaste(`{"base_url": "https://api.deepseek.com", "api_key": "${key}"}`)
      expect(pasted).toMatchObject({ apiKey: '', remark: '里面的 Key 是占位的，换成你自己的。' })
    },
  )

  test('the address tells whose it is; a key alone may only tell the likely ones', () => {
    const ids = (text: string) => vendorsOf(readPaste(text)).map(({ id }) => id)
    expect(ids(`https://api.moonshot.cn/v1 ${deepseekLike}`)).toEqual(['moonshot'])
    expect(ids(deepseekLike)).toEqual(['deepseek', 'bailian'])
    expect(ids('127.0.0.1:1234')).toEqual(['lmstudio'])
    expect(ids('https://relay.example/v1')).toEqual([])
  })
})
