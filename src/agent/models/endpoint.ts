import type { Provider } from '../../shared/provider.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Way } from '../net/proxy.ts'
import type { ModelProvider } from './chat-model.ts'
import type { Dialects } from './dialects.ts'

/** Where a provider's models are, with its secrets in clear. */
export interface Endpoint extends Pick<Provider, 'title' | 'baseUrl' | 'timeouts'> {
  /** As it was typed; empty when the endpoint wants none. */
  readonly apiKey: string
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
}

export interface EndpointParts {
  readonly clock: Clock
  readonly way: Way
  /** What the endpoint was found to refuse; corrected by its calls, so keep it as long as the address stays. */
  readonly dialects: Dialects
  /** Told when the interface was found elsewhere than where the address says. */
  foundAt?(url: string): void
}

/** Makes what talks to endpoints of one kind. Opens nothing before the first call. */
export type OpenProvider = (endpoint: Endpoint, parts: EndpointParts) => ModelProvider
