import { isDeepStrictEqual } from 'node:util'
import type { Provider } from '../../shared/config.ts'
import type { ProviderState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import { openAgents } from '../net/http.ts'
import { CallGate } from './call-gate.ts'
import type { ModelEvent, ModelProvider, ModelRequest } from './chat-model.ts'
import { dialectOf, type Endpoint, openAICompatible } from './openai-compatible/provider.ts'
import { ProviderRecord } from './provider-record.ts'

/** What every configured provider needs from outside. */
export interface ProviderParts {
  readonly clock: Clock
  readonly states: Topic<Record<string, ProviderState>>
  key(provider: Provider): string | null
}

/**
 * One provider of the configuration with what outlives an edit: connections, queue and counters.
 * Address, key and time-outs are looked up when a call's turn has come.
 */
export class ConfiguredProvider {
  readonly #parts: ProviderParts
  readonly #agents = openAgents()
  readonly #record: ProviderRecord
  readonly #gate: CallGate
  #config: Provider
  #dialect
  #open: { readonly endpoint: Endpoint; readonly provider: ModelProvider } | undefined
  #retired = false

  constructor(config: Provider, parts: ProviderParts) {
    this.#parts = parts
    this.#config = config
    this.#dialect = dialectOf(config.baseUrl)
    this.#record = new ProviderRecord(config.id, titleOf(config), parts)
    this.#gate = new CallGate(config.maxConcurrent, () => this.#loadChanged())
  }

  /** Takes an edit over; calls that run end as they began. */
  configure(config: Provider): void {
    const before = this.#config
    this.#config = config
    this.#record.rename(titleOf(config))
    if (config.maxConcurrent !== before.maxConcurrent) this.#gate.limit = config.maxConcurrent
    if (config.baseUrl === before.baseUrl) return
    this.#dialect = dialectOf(config.baseUrl)
    this.#record.forgetHealth()
  }

  /** One call, in its turn. */
  async *call(model: string, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    const leave = await this.#gate.enter(signal)
    const call = this.#record.begin()
    try {
      for await (const event of this.#provider().model(model).stream(request, signal)) {
        call.part()
        yield event
      }
    } catch (error) {
      call.failed(error)
      throw error
    } finally {
      call.over()
      leave()
    }
  }

  list(signal: AbortSignal): Promise<string[]> {
    return this.#provider().listModels(signal)
  }

  /** No longer configured: running calls end normally, then its connections are closed. */
  retire(): void {
    this.#retired = true
    this.#record.retire()
    this.#loadChanged()
  }

  /** Closes its connections now. */
  close(): void {
    this.#agents.close()
  }

  #provider(): ModelProvider {
    const apiKey = this.#parts.key(this.#config)
    if (apiKey === null) throw unreadableKey(titleOf(this.#config))
    const { baseUrl, timeouts } = this.#config
    const endpoint = { title: titleOf(this.#config), baseUrl, timeouts, apiKey }
    if (this.#open && isDeepStrictEqual(this.#open.endpoint, endpoint)) return this.#open.provider
    const provider = openAICompatible(endpoint, {
      clock: this.#parts.clock,
      agents: this.#agents,
      dialect: this.#dialect,
    })
    this.#open = { endpoint, provider }
    return provider
  }

  #loadChanged(): void {
    const { running, waiting } = this.#gate
    this.#record.load(running, waiting)
    if (this.#retired && running + waiting === 0) this.close()
  }
}

function titleOf(provider: Provider): string {
  return provider.title || provider.id
}

function unreadableKey(title: string): ProblemError {
  return new ProblemError({
    code: 'model.auth',
    message: `「${title}」存着的 Key 在这台电脑上打不开`,
    hint: `在模型页重新填「${title}」的 Key`,
  })
}
