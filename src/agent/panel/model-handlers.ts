import type { Secret } from '../../shared/secret.ts'
import type { Secrets } from '../config/secrets.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Models } from '../models/models.ts'
import type { Handlers } from './call.ts'

type ModelCalls = Pick<
  Handlers,
  'models.test' | 'models.list' | 'models.probe' | 'models.balance' | 'models.wake'
>

/** Trying models and endpoints out. */
export function modelHandlers(parts: {
  models: Pick<Models, 'test' | 'list' | 'probe' | 'balance' | 'wake'>
  secrets: Pick<Secrets, 'get'>
}): ModelCalls {
  const { models, secrets } = parts
  return {
    'models.test': ({ model, probe }, signal) => models.test(model, probe, signal),
    'models.list': ({ provider }, signal) => models.list(provider, signal),

    'models.probe': async ({ baseUrl, apiKey, proxy, proxyLogin, headers }, signal) => {
      const endpoint = {
        baseUrl,
        proxy,
        apiKey: opened(apiKey),
        proxyLogin: opened(proxyLogin),
        headers: Object.fromEntries(headers.map(({ name, secretValue }) => [name, opened(secretValue)])),
      }
      return { models: await models.probe(endpoint, signal) }
    },

    'models.balance': ({ provider }, signal) => models.balance(provider, signal),

    'models.wake': ({ model }) => {
      models.wake(model)
      return null
    },
  }

  function opened(secret: Secret): string {
    const plain = secrets.get(secret)
    if (plain !== null) return plain
    throw new ProblemError({
      code: 'secret.unreadable',
      message: '存着的 Key 或令牌在这台电脑上打不开',
      hint: '重新填写',
    })
  }
}
