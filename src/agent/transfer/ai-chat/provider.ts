import type { Config, Model, Secret } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'

/** The provider that stands for AI_chat's model server. */
export const providerId = 'ai-chat'
/** LM Studio, where AI_chat looks for its models when nothing else is said. */
export const defaultBaseUrl = 'http://localhost:1234/v1'

export interface ProviderFacts {
  readonly models?: readonly Model[]
  /** Address and key go together: a key that was kept must never be sent to another address. */
  readonly server?: { readonly baseUrl: string; readonly apiKey: Secret }
  readonly maxConcurrent?: number
}

/** The edits that make the provider, or bring the one that is there up to these facts. */
export function providerOps(config: Config, { models = [], server, maxConcurrent }: ProviderFacts): EditOp[] {
  const place = ['providers', providerId]
  if (!config.providers.some(({ id }) => id === providerId)) {
    const address = server ?? { baseUrl: defaultBaseUrl, apiKey: '' }
    const whole = { id: providerId, title: 'AI_chat', ...address, models: [...models] }
    return [{ path: place, set: maxConcurrent === undefined ? whole : { ...whole, maxConcurrent } }]
  }
  return [
    ...models.map((model) => ({ path: [...place, 'models', model.name], set: model })),
    ...(server ? [{ path: [...place, 'baseUrl'], set: server.baseUrl }] : []),
    ...(server ? [{ path: [...place, 'apiKey'], set: server.apiKey }] : []),
    ...(maxConcurrent === undefined ? [] : [{ path: [...place, 'maxConcurrent'], set: maxConcurrent }]),
  ]
}
