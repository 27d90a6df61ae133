import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskFields, maskText } from '../../../src/agent/logs/mask.ts'

describe('a text', () => {
  it.each([
    ['Authorization: Bearer abc.def-123', 'abc.def'],
    ['authorization: token geheim99', 'geheim99'],
    ['{"headers":{"Authorization":"Bearer geheim99"}}', 'geheim99'],
    ['ws://127.0.0.1:6700/?access_token=geheim99&x=1', 'geheim99'],
    ['https://api.example.com/v1?key=geheim99', 'geheim99'],
    ['Incorrect API key provided: sk-proj-abc_DEF123456', 'abc_DEF'],
    ['{"apiKey":"geheim99","x":1}', 'geheim99'],
    ['{"access_token": "geheim99"}', 'geheim99'],
    ["{ apiKey: 'geheim99' }", 'geheim99'],
    ['http://user:geheim99@proxy:8080/', 'geheim99'],
  ])('loses its secret: %s', (text, secret) => {
    expect(maskText(text)).not.toContain(secret)
    expect(maskText(text)).toContain('•••')
  })

  it('keeps what is around the secret', () => {
    expect(maskText('GET /?access_token=geheim99&x=1 -> 401')).toBe('GET /?access_token=•••&x=1 -> 401')
  })

  it.each([
    'Unexpected token < in JSON at position 0',
    'maximum token limit exceeded: 8192 tokens',
    '模型 sk 用了 128 个 token，密钥没问题',
    'task-scheduler-12345 started',
    'the bearer of this message',
    '{"totalTokens":128,"token_count":5}',
    'http://127.0.0.1:6700/@me',
  ])('without a secret stays as it is: %s', (text) => {
    expect(maskText(text)).toBe(text)
  })
})

describe('facts', () => {
  it('lose secrets by their names and by their looks, at any depth', () => {
    expect(
      maskFields({
        url: '?token=geheim99',
        headers: { Authorization: 'x', 'x-api-key': 'geheim99' },
        list: [{ apiKey: 'y' }],
      }),
    ).toEqual({
      url: '?token=•••',
      headers: { Authorization: '•••', 'x-api-key': '•••' },
      list: [{ apiKey: '•••' }],
    })
  })

  it('turn what JSON cannot say into text', () => {
    expect(
      maskFields({ error: new TypeError('bad sk-abcdef123'), big: 5n, fn: Symbol('s'), at: new Date(0) }),
    ).toEqual({
      error: 'TypeError: bad sk-•••',
      big: '5',
      fn: 'Symbol(s)',
      at: '1970-01-01T00:00:00.000Z',
    })
  })

  it('are never long, deep or endless', () => {
    const endless: Record<string, unknown> = {}
    endless.self = endless
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]))
    const masked = maskFields({
      endless,
      text: 'x'.repeat(100_000),
      list: Array(10_000).fill(1),
      wide,
      bytes: new Uint8Array(100_000),
    })
    expect(JSON.stringify(masked).length).toBeLessThan(10_000)
  })

  it('never throw, whatever they are', () => {
    const trap = {
      get odd() {
        throw new Error('no')
      },
    }
    expect(() => maskFields(trap)).not.toThrow()
    expect(() =>
      maskFields(
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no')
            },
          },
        ),
      ),
    ).not.toThrow()
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withDate: true, withNullPrototype: true }),
        (value) => {
          JSON.stringify(maskFields(value))
        },
      ),
    )
  })
})
