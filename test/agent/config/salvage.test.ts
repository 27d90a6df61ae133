import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { salvage } from '../../../src/agent/config/salvage.ts'
import { Config } from '../../../src/shared/config.ts'

const server = { id: 'main', mode: 'server', port: 6701 }
const local = { id: 'local', baseUrl: 'http://localhost:1234/v1', models: [{ name: 'qwen' }] }
const read = (input: unknown) => salvage(Config, input)

describe('a configuration written by hand', () => {
  it('is taken as a whole when nothing is wrong with it', () => {
    const { value, faults } = read({
      accounts: [
        { ...server, accessToken: 'geheim' },
        { id: 'second', mode: 'client', url: 'ws://127.0.0.1:3001' },
      ],
      providers: [{ ...local, apiKey: 'sk-1', models: [{ name: 'qwen-vl', vision: true }] }],
      defaults: { model: 'local/qwen-vl', prompt: '像猫', history: { tokens: 4000 } },
      inbox: { ignoredUsers: ['2854196310'] },
      logs: { level: 'debug' },
    })
    expect(faults).toEqual([])
    expect(value).toMatchObject({
      accounts: [{ port: 6701, host: '127.0.0.1' }, { url: 'ws://127.0.0.1:3001' }],
      providers: [{ maxConcurrent: 10, models: [{ vision: true, contextTokens: 32_768 }] }],
      defaults: { prompt: '像猫', history: { tokens: 4000 }, tools: true },
    })
  })

  it('may be empty', () => {
    expect(read({})).toEqual({ value: Config.parse({}), faults: [] })
  })

  it.each([
    ['a wrong type', { botName: 5 }, 'botName'],
    ['a number out of bounds', { defaults: { history: { tokens: 1 } } }, 'defaults.history.tokens'],
    ['an unknown choice', { logs: { level: 'loud' } }, 'logs.level'],
    ['an unknown field', { colour: 'blue' }, 'colour'],
    ['an unknown field deep inside', { defaults: { reply: { quoet: false } } }, 'defaults.reply.quoet'],
    ['a whole part of the wrong kind', { inbox: 'full' }, 'inbox'],
    ['a null', { corePrompt: null }, 'corePrompt'],
    ['a field that only looks like one', JSON.parse('{"__proto__":{"paused":true}}'), '__proto__'],
  ])('falls back to the default for %s, says where, and keeps the rest', (_what, fault, place) => {
    const { value, faults } = read({ accounts: [server], ...fault, providers: [local] })
    expect(value).toEqual(Config.parse({ accounts: [server], providers: [local] }))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(`${place}：`)
  })

  it.each([
    ['without its id', { mode: 'server' }, 'accounts[1]'],
    ['of an unknown kind', { ...server, id: 'x', mode: 'tunnel' }, 'accounts[1]'],
    ['with an id that somebody has', { ...server, port: 1 }, 'accounts[1]'],
    ['without an address', { id: 'x', mode: 'client' }, 'accounts[1]'],
    ['with an address of the wrong kind', { id: 'x', mode: 'client', url: 'http://a' }, 'accounts[1]'],
    ['that is no object', 'main', 'accounts[1]'],
  ])('leaves out an account %s and keeps the others', (_what, account, place) => {
    const { value, faults } = read({ accounts: [server, account, { ...server, id: 'third' }] })
    expect(value.accounts.map(({ id }) => id)).toEqual(['main', 'third'])
    expect(value.accounts[0]).toMatchObject({ port: 6701 })
    expect(faults.join('\n')).toContain(`${place}`)
  })

  it('leaves out one faulty model and keeps its provider', () => {
    const { value, faults } = read({
      providers: [{ ...local, models: [{ vision: true }, { name: 'qwen' }] }],
    })
    expect(value.providers[0]?.models.map(({ name }) => name)).toEqual(['qwen'])
    expect(faults.join('\n')).toContain('providers[0].models[0]')
  })

  it('leaves out one entry only, however much is wrong with it', () => {
    const { value, faults } = read({
      providers: [{}, local, { baseUrl: 5, models: 5 }, { ...local, id: 'b' }],
    })
    expect(value.providers.map(({ id }) => id)).toEqual(['local', 'b'])
    expect(faults.join('\n')).toContain('providers[0].id')
    expect(faults.join('\n')).toContain('providers[0].baseUrl')
  })

  it('counts entries as they stand in the file, also behind one that was left out', () => {
    const { faults } = read({
      providers: [{ ...local, baseUrl: 1 }, local, { ...local, id: 'Big' }, { ...local, id: 'x', title: 5 }],
      inbox: { ignoredUsers: [1, '10001', 2] },
    })
    const places = faults.map((fault) => fault.split('：')[0])
    for (const place of ['providers[0].baseUrl', 'providers[2].id', 'providers[3].title']) {
      expect(places).toContain(place)
    }
    expect(places).toContain('inbox.ignoredUsers[0]')
    expect(places).toContain('inbox.ignoredUsers[2]')
  })

  it('reads a file with thousands of faults', () => {
    const ignoredUsers = Array.from({ length: 5000 }, (_, index) => (index === 7 ? '10001' : index))
    const { value, faults } = read({ inbox: { ignoredUsers } })
    expect(value.inbox.ignoredUsers).toEqual(['10001'])
    expect(faults).toHaveLength(4999)
  })

  it.each([[[]], ['text'], [5], [null], [true]])('is not used at all when it is %j', (input) => {
    const { value, faults } = read(input)
    expect(value).toEqual(Config.parse({}))
    expect(faults).toHaveLength(1)
  })

  it('does not repeat a long value in its fault', () => {
    expect(read({ botName: 'x'.repeat(5000) }).faults[0]?.length).toBeLessThan(200)
  })

  it('changes nothing in what it reads', () => {
    const input = { accounts: [{ id: 5 }], colour: 'blue' }
    read(input)
    expect(input).toEqual({ accounts: [{ id: 5 }], colour: 'blue' })
  })
})

describe('any JSON at all', () => {
  it('gives a valid configuration, and faults exactly when something was not used', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const { value, faults } = read(input)
        expect(Config.safeParse(value).success).toBe(true)
        if (!Config.safeParse(input).success) expect(faults.length).toBeGreaterThan(0)
      }),
    )
  })

  it('gives a valid configuration where configurations are broken in places', () => {
    const broken = fc.oneof(fc.jsonValue(), fc.constant(undefined))
    const maybe = (value: unknown) => fc.option(broken, { nil: value, freq: 3 })
    const account = fc.record({
      id: maybe('a'),
      mode: maybe('server'),
      port: maybe(1),
      selfId: maybe('12345'),
    })
    const provider = fc.record({ id: maybe('p'), baseUrl: maybe('http://a'), models: maybe([{ name: 'm' }]) })
    fc.assert(
      fc.property(
        fc.record({
          accounts: fc.oneof(fc.array(account, { maxLength: 4 }), broken),
          providers: fc.oneof(fc.array(provider, { maxLength: 4 }), broken),
          defaults: fc.oneof(fc.record({ model: maybe('a/b'), reply: maybe({ quote: false }) }), broken),
          botName: maybe('小杏'),
        }),
        (input) => {
          const { value } = read(input)
          expect(Config.safeParse(value).success).toBe(true)
          if (input.botName === '小杏') expect(value.botName).toBe('小杏')
        },
      ),
      { numRuns: 200 },
    )
  })
})

it('leaves a model its name when its price makes no sense', () => {
  const model = { name: 'qwen', price: { input: -1, output: 2 } }
  const { value, faults } = salvage(Config, { providers: [{ ...local, models: [model] }] })
  expect(value.providers[0]?.models).toMatchObject([{ name: 'qwen', price: null }])
  expect(faults.join('\n')).toContain('providers[0].models[0].price')
})
