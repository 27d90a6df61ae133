import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { chatKey } from '../../src/shared/chat-address.ts'
import { Account, Config, isLoopback, Provider, splitModelName } from '../../src/shared/config.ts'
import { sandboxScenes, sandboxSelfId } from '../../src/shared/sandbox.ts'
import { ChatSettings } from '../../src/shared/settings.ts'

describe('the configuration', () => {
  it('has a default for everything, which is what it reads back as', () => {
    const config = Config.parse({})
    expect(Config.parse(JSON.parse(JSON.stringify(config)))).toEqual(config)
    expect(config).toMatchObject({ accounts: [], providers: [], botName: '小杏', paused: false })
    expect(config.defaults).toEqual(ChatSettings.parse({}))
  })

  it('does not share its defaults: what one holder changes, the next does not see', () => {
    const first = Config.parse({})
    first.sandbox.people.length = 0
    first.inbox.ignoredUsers.push('10001')
    first.accounts.push(Account.parse({ id: 'a', mode: 'server' }))
    expect(Config.parse({}).sandbox.people).toHaveLength(5)
    expect(Config.parse({}).inbox.ignoredUsers).toHaveLength(1)
    expect(Config.parse({}).accounts).toEqual([])
  })

  it.each([
    [{ id: 'Main', mode: 'server' }],
    [{ id: 'main' }],
    [{ id: 'main', mode: 'server', url: 'ws://x' }],
    [{ id: 'main', mode: 'server', port: 65_536 }],
    [{ id: 'main', mode: 'server', selfId: '0123456' }],
    [{ id: 'main', mode: 'server', path: 'bot' }],
    [{ id: 'main', mode: 'client', url: 'http://x' }],
  ])('refuses the account %j', (account) => {
    expect(Account.safeParse(account).success).toBe(false)
  })

  it('keeps the name of the built-in model free, and takes any other endpoint', () => {
    expect(Provider.safeParse({ id: 'demo', baseUrl: 'http://x' }).success).toBe(false)
    expect(Provider.parse({ id: 'x', baseUrl: 'http://x' })).toMatchObject({
      apiKey: '',
      models: [],
      enabled: true,
    })
  })

  it('refuses two entries with one id', () => {
    const account = { id: 'a', mode: 'server' }
    expect(Config.safeParse({ accounts: [account, account] }).error?.issues[0]?.path).toEqual([
      'accounts',
      1,
      'id',
    ])
  })

  it('can be drawn as a form: every setting of a chat says what it is', () => {
    const schema = z.toJSONSchema(ChatSettings, { io: 'input' }) as {
      properties: Record<string, { title?: string }>
    }
    for (const key of ['model', 'prompt', 'tools', 'apology'])
      expect(schema.properties[key]?.title).toBeTruthy()
  })
})

describe('a model’s name', () => {
  it('is split at the first slash', () => {
    expect(splitModelName('local/qwen')).toEqual({ provider: 'local', model: 'qwen' })
    expect(splitModelName('siliconflow/Qwen/Qwen2.5')).toEqual({
      provider: 'siliconflow',
      model: 'Qwen/Qwen2.5',
    })
    for (const name of ['', '/', 'qwen', '/qwen', 'local/']) expect(splitModelName(name)).toBeNull()
  })

  it('is the same after it was put together again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,32}$/), fc.string({ minLength: 1 }), (provider, model) => {
        expect(splitModelName(`${provider}/${model}`)).toEqual({ provider, model })
      }),
    )
  })
})

describe('an address that only this machine can reach', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('%s is', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.2',
    '127.example.com',
    '127.0.0.1.nip.io',
    'localhost.example.com',
    '',
  ])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})

it('names chats by their kind and number', () => {
  expect([chatKey('private', '20001'), chatKey('group', '30001')]).toEqual([
    'qq_private_20001',
    'qq_group_30001',
  ])
})

it('keeps the numbers of 试聊 apart from real ones', () => {
  const people = Config.parse({}).sandbox.people.map(({ id }) => id)
  expect(people).not.toContain(sandboxSelfId)
  for (const scene of sandboxScenes.filter(({ kind }) => kind === 'private'))
    expect(people).toContain(scene.chatId)
})
