import { type Model, Provider } from '../../shared/config.ts'
import type { ModelTest } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ProviderState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { isAbort, ProblemError, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import { openAgents } from '../net/http.ts'
import type { ChatModel, ModelEvent, ModelRequest } from './chat-model.ts'
import { ConfiguredProvider } from './configured-provider.ts'
import { demoModel, demoName, demoProvider } from './demo/xiaoxing.ts'
import { findModel, resolveName, unusableProblem, usableNames } from './model-names.ts'
import { testModel } from './model-test.ts'
import { preloadPackage } from './openai-compatible/client.ts'
import { dialectOf, openAICompatible } from './openai-compatible/provider.ts'
import { estimateRequest, TokenCorrection } from './tokens.ts'

/** When the vendor's package is loaded: after the start, which it would hold up, and before the first question. */
const preloadAfterMs = 100

export interface ModelsOptions {
  readonly clock: Clock
  readonly log: Log
  readonly providerStates: Topic<Record<string, ProviderState>>
  /** The provider's key: '' for none, null when this host cannot open it. Asked at every call. */
  key(provider: Provider): string | null
  botName(): string
}

/** Every model that can be used now: those of the configured providers, and the built-in demo model. */
export interface Models {
  /** Takes the configuration over. Providers keep their connections and counters; running calls end normally. */
  update(providers: readonly Provider[]): void
  /** All usable names, `provider/model`, the built-in `demo/xiaoxing` last. */
  names(): string[]
  /** The full name behind a full name or a unique bare one; otherwise a problem that names the alternatives. */
  resolve(name: string): { name: string } | { problem: Problem }
  /** Capabilities of a full name; null when it is not usable. */
  describe(name: string): Model | null
  /**
   * The model behind a full name, looked up at each call: an edited address or key applies to the next one.
   * Its stream throws ProblemError `model.unknown` when the name is not usable.
   */
  model(name: string): ChatModel
  /** How far our token estimate is off for this model: multiply `estimateTokens` by it. */
  tokenFactor(name: string): number
  /** Names a configured provider lists; throws a ProblemError (`model.*`). */
  list(providerId: string, signal: AbortSignal): Promise<string[]>
  /** A real, tiny call. Failures are part of the result. */
  test(name: string, signal: AbortSignal): Promise<ModelTest>
  /** Names an endpoint lists that is not configured; throws a ProblemError (`model.*`). */
  probe(endpoint: { baseUrl: string; apiKey: string }, signal: AbortSignal): Promise<string[]>
}

/** Starts without any provider; connections are opened by calls and closed with `life`. */
export function startModels(life: Lifetime, options: ModelsOptions): Models {
  const { clock, providerStates: states } = options
  const log = options.log.module('模型')
  const entries = new Map<string, ConfiguredProvider>()
  let configs: ReadonlyMap<string, Provider> = new Map()
  const corrections = new TokenCorrection()
  const demo = demoProvider(options).model(demoModel.name)
  life.defer(() => {
    for (const entry of entries.values()) entry.close()
  })

  async function* stream(
    name: string,
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, void> {
    if (name === demoName) return yield* demo.stream(request, signal)
    const found = findModel(name, configs)
    const entry = found && entries.get(found.provider.id)
    if (!entry) throw new ProblemError(unusableProblem(name, configs))
    try {
      for await (const event of entry.call(found.model.name, request, signal)) {
        if (event.type === 'end' && event.usage && corrections.wantsMore(name)) {
          corrections.learn(name, estimateRequest(request), event.usage.inputTokens)
        }
        yield event
      }
    } catch (error) {
      if (!isAbort(error)) warn(error)
      throw error
    }
  }

  function warn(error: unknown): void {
    const { code, message, detail } = toProblem(error)
    log.warn(message, { code, detail })
  }

  let preloading = false
  function preload(providers: readonly Provider[]): void {
    if (preloading || !providers.some((provider) => provider.enabled)) return
    preloading = true
    life.defer(clock.after(preloadAfterMs, preloadPackage))
  }

  const model = (name: string): ChatModel => ({ stream: (request, signal) => stream(name, request, signal) })

  return {
    update(providers) {
      configs = new Map(providers.map((provider) => [provider.id, provider]))
      for (const [id, entry] of entries) {
        if (configs.has(id)) continue
        entries.delete(id)
        entry.retire()
      }
      for (const provider of providers) {
        const entry = entries.get(provider.id)
        if (entry) entry.configure(provider)
        else entries.set(provider.id, new ConfiguredProvider(provider, { clock, states, key: options.key }))
      }
      preload(providers)
    },
    names: () => usableNames(configs.values()),
    resolve: (name) => resolveName(name, usableNames(configs.values())),
    describe: (name) => (name === demoName ? demoModel : (findModel(name, configs)?.model ?? null)),
    model,
    tokenFactor: (name) => corrections.factor(name),
    async list(providerId, signal) {
      const entry = entries.get(providerId)
      if (entry) return entry.list(signal)
      throw new ProblemError({
        code: 'model.unknown',
        message: `没有「${providerId}」这个模型服务`,
        hint: '在模型页添加它',
      })
    },
    test: (name, signal) => testModel(model(name), clock, signal),
    async probe({ baseUrl, apiKey }, signal) {
      const agents = openAgents()
      const { timeouts } = Provider.parse({ id: 'probe', baseUrl })
      const title = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl
      try {
        const endpoint = { title, baseUrl, apiKey, timeouts }
        return await openAICompatible(endpoint, { clock, agents, dialect: dialectOf(baseUrl) }).listModels(
          signal,
        )
      } finally {
        agents.close()
      }
    },
  }
}
