import { isDeepStrictEqual } from 'node:util'
import type { Balance } from '../../shared/costs.ts'
import type { ListedModel, ModelState, Provider } from '../../shared/provider.ts'
import type { Secret } from '../../shared/secret.ts'
import type { ProviderState } from '../../shared/state.ts'
import { type Clock, sleep } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import { openWay, type Way } from '../net/proxy.ts'
import { CallGate } from './call-gate.ts'
import type { ModelEvent, ModelProvider, ModelRequest } from './chat-model.ts'
import { type Dialect, Dialects } from './dialects.ts'
import type { Endpoint } from './endpoint.ts'
import { ModelRecord } from './model-record.ts'
import { openSecrets, titleOf } from './open-secrets.ts'
import { providerKind } from './provider-kinds.ts'
import { ProviderRecord } from './provider-record.ts'
import { afterAttempts, waitBeforeRetry } from './retry.ts'

/** What every configured provider needs from outside. */
export interface ProviderParts {
  readonly clock: Clock
  readonly log: Log
  readonly states: Topic<Record<string, ProviderState>>
  readonly modelStates: Topic<Record<string, ModelState>>
  /** A secret in clear: '' when none is set, null when this host cannot open it. */
  secret(secret: Secret): string | null
  /** From 0 up to 1. */
  random(): number
}

const stopped = new DOMException('The call was stopped', 'AbortError')

/** What an edit may change of where and as whom a provider is asked. */
interface Access {
  readonly kind: string
  readonly endpoint: Endpoint
  readonly proxy: string
  readonly proxyLogin: string
}

/**
 * One provider of the configuration with what outlives an edit: connections, queue, counters and what was learnt.
 * Address, key and time-outs are looked up when a call's turn has come.
 */
export class ConfiguredProvider {
  readonly #parts: ProviderParts
  readonly #record: ProviderRecord
  readonly #models = new Map<string, ModelRecord>()
  readonly #gate: CallGate
  /** Ways that an edit put out of use, kept for the calls that still run over them. */
  readonly #oldWays: Way[] = []
  #config: Provider
  #dialects: Dialects
  #way: { readonly proxy: string; readonly login: string; readonly way: Way } | undefined
  #open: { readonly access: Access; readonly provider: ModelProvider } | undefined
  #seen: unknown
  #retired = false

  constructor(config: Provider, parts: ProviderParts) {
    this.#parts = parts
    this.#config = config
    this.#dialects = new Dialects(config.baseUrl)
    this.#record = new ProviderRecord(config.id, titleOf(config), parts)
    this.#gate = new CallGate(config.maxConcurrent, () => this.#loadChanged())
    this.#seen = this.#identity()
    this.#showModels()
  }

  /** Takes an edit over; calls that run end as they began. */
  configure(config: Provider): void {
    const before = this.#config
    this.#config = config
    this.#record.rename(titleOf(config))
    if (config.maxConcurrent !== before.maxConcurrent) this.#gate.limit = config.maxConcurrent
    if (config.baseUrl !== before.baseUrl) this.#dialects = new Dialects(config.baseUrl)
    const seen = this.#identity()
    if (!isDeepStrictEqual(seen, this.#seen)) {
      this.#seen = seen
      this.#record.forgetHealth()
      for (const model of this.#models.values()) model.forgetHealth()
    }
    this.#showModels()
  }

  /**
   * One call, in its turn, tried as often as the configuration says. Throws ProblemError `model.resting` while the
   * model rests.
   */
  async *call(model: string, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    const { clock, random } = this.#parts
    const record = this.#recordOf(model)
    const watched = record.begin('call')
    try {
      for (let made = 1; ; made++) {
        const leave = await this.#gate.enter(signal)
        let call: ReturnType<ProviderRecord['begin']> | undefined
        let next: Extract<ModelEvent, { type: 'retry' }>
        let failure: unknown
        try {
          watched.sent()
          call = this.#record.begin()
          for await (const event of this.#provider().model(model).stream(request, signal)) {
            call.part()
            watched.part()
            yield event
          }
          return
        } catch (error) {
          call?.failed(error)
          failure = afterAttempts(error, made)
          const waitMs = waitBeforeRetry(error, made, this.#config.retry, random)
          if (waitMs === null || record.restsUntil !== null) throw failure
          next = { type: 'retry', attempt: made + 1, waitMs, problem: toProblem(error) }
        } finally {
          call?.over()
          leave()
        }
        watched.again()
        yield next
        await sleep(clock, next.waitMs, signal)
        // Whoever switched it off or took it away meanwhile wants nothing more sent there.
        if (!this.#offers(model)) throw failure
      }
    } catch (error) {
      // Whoever waits in the queue or for the next attempt is told the signal's reason, whatever that is.
      watched.failed(signal.aborted ? stopped : error)
      throw error
    } finally {
      watched.over()
    }
  }

  /**
   * One call that is made once, also to a model that rests.
   * @param afresh forgets what the model refused before.
   */
  async *try(
    model: string,
    options: { request: ModelRequest; afresh: boolean; signal: AbortSignal },
  ): AsyncGenerator<ModelEvent, void> {
    const { request, afresh, signal } = options
    const leave = await this.#gate.enter(signal)
    if (afresh) this.#dialects.forget(model)
    // What a model cannot do says nothing about its health.
    const watched = afresh ? [] : [this.#record.begin(), this.#recordOf(model).begin('trial')]
    try {
      for await (const event of this.#provider().model(model).stream(request, signal)) {
        for (const one of watched) one.part()
        yield event
      }
    } catch (error) {
      for (const one of watched) one.failed(error)
      throw error
    } finally {
      for (const one of watched) one.over()
      leave()
      this.#models.get(model)?.show()
    }
  }

  list(signal: AbortSignal): Promise<ListedModel[]> {
    return this.#provider().listModels(signal)
  }

  /** Null when the vendor does not tell. */
  async balance(signal: AbortSignal): Promise<Balance | null> {
    return this.#provider().balance(signal)
  }

  /** What a model was found to refuse. */
  dialect(model: string): Dialect {
    return this.#dialects.of(model)
  }

  /** When a model's rest ends, in milliseconds since the epoch; null while it may be asked. */
  restsUntil(model: string): number | null {
    return this.#models.get(model)?.restsUntil ?? null
  }

  wake(model: string): void {
    this.#models.get(model)?.wake()
  }

  /** No longer configured: running calls end normally, then its connections are closed. */
  retire(): void {
    this.#retired = true
    this.#record.retire()
    for (const model of this.#models.values()) model.retire()
    this.#loadChanged()
  }

  /** Closes its connections now. */
  close(): void {
    for (const model of this.#models.values()) model.close()
    this.#closeOldWays()
    this.#way?.way.close()
  }

  #offers(model: string): boolean {
    return !this.#retired && this.#config.enabled && this.#config.models.some(({ name }) => name === model)
  }

  #showModels(): void {
    const names = new Set(this.#config.enabled ? this.#config.models.map(({ name }) => name) : [])
    for (const [name, record] of this.#models) {
      if (names.has(name)) continue
      record.retire()
      this.#models.delete(name)
    }
    for (const name of names) this.#recordOf(name)
  }

  #recordOf(model: string): ModelRecord {
    let record = this.#models.get(model)
    if (!record) {
      record = new ModelRecord({
        name: `${this.#config.id}/${model}`,
        clock: this.#parts.clock,
        states: this.#parts.modelStates,
        called: () => `「${titleOf(this.#config)}」的 ${model}`,
        leftOut: () => [...this.#dialects.of(model).leftOut],
      })
      this.#models.set(model, record)
    }
    return record
  }

  /** Everything that decides whether an earlier failure still means something. */
  #identity(): unknown {
    const { baseUrl, proxy, headers, apiKey, proxyLogin } = this.#config
    const secrets = [apiKey, proxyLogin, ...headers.map(({ secretValue }) => secretValue)]
    return [
      baseUrl,
      proxy,
      headers.map(({ name }) => name),
      secrets.map((secret) => this.#parts.secret(secret)),
    ]
  }

  #provider(): ModelProvider {
    const { kind, baseUrl, timeouts, proxy } = this.#config
    const title = titleOf(this.#config)
    const { apiKey, proxyLogin, headers } = openSecrets(this.#config, this.#parts.secret)
    const access: Access = {
      kind,
      endpoint: { title, baseUrl, timeouts, apiKey, headers },
      proxy,
      proxyLogin,
    }
    if (this.#open && isDeepStrictEqual(this.#open.access, access)) return this.#open.provider
    const provider = providerKind(kind)(access.endpoint, {
      clock: this.#parts.clock,
      way: this.#wayOver(proxy, proxyLogin),
      dialects: this.#dialects,
      foundAt: (url) => this.#parts.log.info(`「${title}」的地址少了 /v1，已经按 ${url} 请求`),
    })
    this.#open = { access, provider }
    return provider
  }

  #wayOver(proxy: string, login: string): Way {
    if (this.#way?.proxy === proxy && this.#way.login === login) return this.#way.way
    if (this.#way) this.#oldWays.push(this.#way.way)
    this.#way = { proxy, login, way: openWay(proxy, login) }
    return this.#way.way
  }

  #closeOldWays(): void {
    for (const way of this.#oldWays.splice(0)) way.close()
  }

  #loadChanged(): void {
    const { running, waiting } = this.#gate
    this.#record.load(running, waiting)
    if (running + waiting > 0) return
    this.#closeOldWays()
    if (this.#retired) this.close()
  }
}
