import { expect, it } from 'vitest'
import type { Models, ProbedEndpoint } from '../../../src/agent/models/models.ts'
import { modelHandlers } from '../../../src/agent/panel/model-handlers.ts'
import type { Secret } from '../../../src/shared/secret.ts'
import { never, problemOf } from '../../support/model-calls.ts'

function setUp() {
  const probed: ProbedEndpoint[] = []
  const woken: string[] = []
  const models: Pick<Models, 'test' | 'list' | 'probe' | 'balance' | 'wake'> = {
    test: async (name, probe) => ({
      outcome: 'ok',
      text: `${name} ${probe}`,
      firstTokenMs: 1,
      totalMs: 2,
      cost: null,
      problem: null,
    }),
    list: async (provider) => [{ name: provider }],
    balance: async () => ({ amount: 1, currency: 'CNY' }),
    wake: (name) => void woken.push(name),
    probe: async (endpoint) => {
      probed.push(endpoint)
      return [{ name: 'x' }]
    },
  }
  const stored: Record<string, string> = { key: 'sk-1', login: 'me:pw', header: 'v' }
  const get = (secret: Secret) => (typeof secret === 'string' ? secret : (stored[secret.$secret] ?? null))
  return { handlers: modelHandlers({ models, secrets: { get } }), probed, woken }
}

it('an endpoint is tried with secrets that are typed and with those that were saved', async () => {
  const { handlers, probed } = setUp()
  const endpoint = { baseUrl: 'https://x.example', proxy: 'http://127.0.0.1:7890' }
  const saved = {
    ...endpoint,
    apiKey: { $secret: 'key' },
    proxyLogin: { $secret: 'login' },
    headers: [{ name: 'X-A', secretValue: { $secret: 'header' } }],
  }
  const typed = { ...endpoint, apiKey: 'sk-2', proxyLogin: '', headers: [] }
  expect(await handlers['models.probe'](saved, never())).toEqual({ models: [{ name: 'x' }] })
  await handlers['models.probe'](typed, never())
  expect(probed).toEqual([
    { ...endpoint, apiKey: 'sk-1', proxyLogin: 'me:pw', headers: { 'X-A': 'v' } },
    { ...endpoint, apiKey: 'sk-2', proxyLogin: '', headers: {} },
  ])
})

it('a secret that cannot be opened is asked for again, before anything is sent', async () => {
  const { handlers, probed } = setUp()
  const input = { baseUrl: 'https://x.example', proxy: '', proxyLogin: '', headers: [] }
  const call = Promise.resolve(handlers['models.probe']({ ...input, apiKey: { $secret: 'gone' } }, never()))
  expect(await problemOf(call)).toMatchObject({ code: 'secret.unreadable', hint: '重新填写' })
  expect(probed).toEqual([])
})

it('testing, listing, asking what is left and waking go to the models', async () => {
  const { handlers, woken } = setUp()
  const test = handlers['models.test']({ model: 'a/x', probe: 'tool' }, never())
  expect(await test).toMatchObject({ text: 'a/x tool' })
  expect(await handlers['models.list']({ provider: 'a' }, never())).toEqual([{ name: 'a' }])
  expect(await handlers['models.balance']({ provider: 'a' }, never())).toEqual({ amount: 1, currency: 'CNY' })
  expect(await handlers['models.wake']({ model: 'a/x' }, never())).toBeNull()
  expect(woken).toEqual(['a/x'])
})
