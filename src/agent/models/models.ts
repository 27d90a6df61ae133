import { type Model, Provider } from '../../shared/config.ts'
import type { Balance } from '../../shared/costs.ts'
import { knownModel } from '../../shared/model-table.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ListedModel, ModelState, ModelTest, Price, ProbeKind } from '../../shared/provider.ts'
import type { Secret } from '../../shared/secret.ts'
import type { ModelCallRecord, ProviderState } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { isAbort, ProblemError, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import { openWay } from '../net/proxy.ts'
import type { ChatModel, ModelEvent, ModelRequest, Usage } from './chat-model.ts'
import { ConfiguredProvider } from './configured-provider.ts'
import { demoModel, demoName, demoProvider } from './demo/xiaoxing.ts'
import { Dialects } from './dialects.ts'
import type { Endpoint } from './endpoint.ts'
import { findModel, resolveName, unusableProblem, usableNames } from './model-names.ts'
import { ModelRecord } from './model-record.ts'
import { testModel } from './model-test.ts'
import { preloadPackage } from './openai-compatible/client.ts'
import { providerKind } from './provider-kinds.ts'
import { estimateRequest, TokenCorrection } from './tokens.ts'

/** When the vendor's package is loaded: after the start, which it would hold up, and before the first question. */
const preloadAfterMs = 100

const free: Price = { input: 0, cached: null, output: 0 }

export interface ModelsOptions {
  readonly clock: Clock
  readonly log: Log
  readonly providerStates: Topic<Record<string, ProviderState>>
  readonly modelStates: Topic<Record<string, ModelState>>
  /** A secret in clear: '' when none is set, null when this host cannot open it. Asked at every call. */
  secret(secret: Secret): string | null
  botName(): string
  /** Yuan for a call; null when the price is unknown. */
  cost(usage: Usage, price: Price | null): number | null
  /** Told of every call made to try a model out, to be booked. */
  record?(call: ModelCallRecord): void
  /** From 0 up to 1, to spread retries; default `Math.random`. */
  random?(): number
}

/** An endpoint that is tried out before it is saved, its secrets in clear. */
export interface ProbedEndpoint extends Pick<Endpoint, 'baseUrl' | 'apiKey' | 'headers'> {
  /** '' for none. */
  readonly proxy: string
  readonly proxyLogin: string
}

/** Every model that can be used now: those of the configured providers, and the built-in demo model. */
export interface Models {
  /** Takes the configuration over. Providers keep their connections and counters; running calls end normally. */
  update(providers: readonly Provider[]): void
  /** All usable names, `provider/model`, the built-in `demo/xiaoxing` last. */
  names(): string[]
  /** The full name behind a full name or a unique bare one; otherwise a problem that names the alternatives. */
  resolve(name: string): { name: string } | { problem: Problem }
  /** Capabilities of a full name, less what the model was found to refuse; null when it is not usable. */
  describe(name: string): Model | null
  /** What a full name costs; null when nobody knows. What runs on this computer is free. */
  price(name: string): Price | null
  /**
   * The model behind a full name, looked up at each call: an edited address or key applies to the next one.
   * Its stream throws ProblemError `model.unknown` when the name is not usable, `model.resting` when it rests.
   */
  model(name: string): ChatModel
  /** When the rest of a model that failed too often ends, in milliseconds since the epoch; null when it does not. */
  resting(name: string): number | null
  /** Ends a model's rest; a name without one is ignored. */
  wake(name: string): void
  /** How far our token estimate is off for this model: multiply `estimateTokens` by it. */
  tokenFactor(name: string): number
  /** What a configured provider lists; throws a ProblemError (`model.*`). */
  list(providerId: string, signal: AbortSignal): Promise<ListedModel[]>
  /** What is left at a provider's vendor; null when it does not tell. Throws a ProblemError (`model.*`). */
  balance(providerId: string, signal: AbortSignal): Promise<Balance | null>
  /** A real, tiny call, made once, also to a model that rests. Failures are part of the result. */
  test(name: string, probe: ProbeKind, signal: AbortSignal): Promise<ModelTest>
  /** What an endpoint lists that is not configured; throws a ProblemError (`model.*`). */
  probe(endpoint: ProbedEndpoint, signal: AbortSignal): Promise<ListedModel[]>
}

/** Starts without any provider; connections are opened by calls and closed with `life`. */
export function startModels(life: Lifetime, options: ModelsOptions): Models {
  const { clock, providerStates: states, modelStates } = options
  const log = options.log.module('模型')
  const entries = new Map<string, ConfiguredProvider>()
  let configs: ReadonlyMap<string, Provider> = new Map()
  const corrections = new TokenCorrection()
  const demo = demoProvider(options).model(demoModel.name)
  const demoRecord = new ModelRecord({
    name: demoName,
    clock,
    states: modelStates,
    called: () => '演示模型',
    leftOut: () => [],
  })
  const parts = {
    clock,
    log,
    states,
    modelStates,
    secret: options.secret,
    random: options.random ?? Math.random,
  }
  life.defer(() => {
    for (const entry of entries.values()) entry.close()
  })

  /** What stands behind a full name; throws ProblemError `model.unknown` when it is not usable. */
  function usable(name: string) {
    const found = findModel(name, configs)
    const entry = found && entries.get(found.provider.id)
    if (!entry) throw new ProblemError(unusableProblem(name, configs))
    return { entry, model: found.model, provider: found.provider }
  }

  async function* stream(
    name: string,
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, void> {
    if (name === demoName) return yield* streamDemo(request, signal)
    const { entry, model } = usable(name)
    try {
      for await (const event of entry.call(model.name, request, signal)) {
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

  async function* streamDemo(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    const call = demoRecord.begin('trial')
    try {
      for await (const event of demo.stream(request, signal)) {
        call.part()
        yield event
      }
    } catch (error) {
      call.failed(error)
      throw error
    } finally {
      call.over()
    }
  }

  async function* streamOnce(
    name: string,
    request: ModelRequest,
    options: { afresh: boolean; signal: AbortSignal },
  ): AsyncGenerator<ModelEvent, void> {
    if (name === demoName) return yield* streamDemo(request, options.signal)
    const { entry, model } = usable(name)
    yield* entry.try(model.name, { request, ...options })
  }

  function warn(error: unknown): void {
    const { code, message, detail } = toProblem(error)
    // Every call to a resting model fails; why it rests was told when it happened.
    if (code !== 'model.resting') log.warn(message, { code, detail })
  }

  let preloading = false
  function preload(providers: readonly Provider[]): void {
    if (preloading || !providers.some((provider) => provider.enabled)) return
    preloading = true
    life.defer(clock.after(preloadAfterMs, preloadPackage))
  }

  function configured(providerId: string): ConfiguredProvider {
    const entry = entries.get(providerId)
    if (entry) return entry
    throw new ProblemError({
      code: 'model.unknown',
      message: `没有「${providerId}」这个模型服务`,
      hint: '在模型页添加它',
    })
  }

  function describe(name: string): Model | null {
    if (name === demoName) return demoModel
    const found = findModel(name, configs)
    const refused = found && entries.get(found.provider.id)?.dialect(found.model.name)
    if (!found || !refused) return null
    const { model } = found
    return {
      ...model,
      vision: model.vision && refused.pictures,
      tools: model.tools && refused.tools,
      webp: model.webp && refused.webp,
    }
  }

  function price(name: string): Price | null {
    if (name === demoName) return free
    const found = findModel(name, configs)
    if (!found) return null
    return found.model.price ?? knownModel(found.model.name, found.provider.baseUrl)?.price ?? null
  }

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
        else entries.set(provider.id, new ConfiguredProvider(provider, parts))
      }
      preload(providers)
    },
    names: () => usableNames(configs.values()),
    resolve: (name) => resolveName(name, usableNames(configs.values())),
    describe,
    price,
    model: (name) => ({ stream: (request, signal) => stream(name, request, signal) }),
    resting(name) {
      const found = findModel(name, configs)
      return (found && entries.get(found.provider.id)?.restsUntil(found.model.name)) ?? null
    },
    wake(name) {
      const found = findModel(name, configs)
      if (found) entries.get(found.provider.id)?.wake(found.model.name)
    },
    tokenFactor: (name) => corrections.factor(name),
    list: async (providerId, signal) => configured(providerId).list(signal),
    balance: async (providerId, signal) => configured(providerId).balance(signal),
    test(name, probe, signal) {
      const afresh = probe !== 'text'
      const once: ChatModel = {
        stream: (request, stopped) => streamOnce(name, request, { afresh, signal: stopped }),
      }
      const { cost } = options
      const record: typeof options.record = (call) => {
        if (describe(name)) options.record?.(call)
      }
      return testModel(once, { name, probe, price: price(name), clock, cost, record }, signal)
    },
    async probe({ baseUrl, apiKey, headers, proxy, proxyLogin }, signal) {
      const { timeouts, kind } = Provider.parse({ id: 'probe', baseUrl })
      const title = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl
      const way = openWay(proxy, proxyLogin)
      try {
        const endpoint = { title, baseUrl, apiKey, headers, timeouts }
        const opened = providerKind(kind)(endpoint, { clock, way, dialects: new Dialects(baseUrl) })
        return await opened.listModels(signal)
      } finally {
        way.close()
      }
    },
  }
}
