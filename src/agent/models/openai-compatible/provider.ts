import type { Provider } from '../../../shared/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import { fetchOver, type HttpAgents, type HttpResponse } from '../../net/http.ts'
import type { ChatModel, ModelEvent, ModelProvider, ModelRequest } from '../chat-model.ts'
import { type Client, openClient } from './client.ts'
import { convertRequest, type Dialect } from './convert-messages.ts'
import { badAnswerProblem, type CallTarget, refusedProblem } from './errors.ts'
import { type Call, guardCall } from './guarded-call.ts'
import { readModelList } from './model-list.ts'
import { readAnswer } from './read-answer.ts'

const listBytes = 8 * 1024 * 1024

export interface Endpoint extends Pick<Provider, 'title' | 'baseUrl' | 'timeouts'> {
  /** Empty when the endpoint wants none. */
  readonly apiKey: string
}

/** What an endpoint is taken to be until it refuses. */
export function dialectOf(baseUrl: string): Dialect {
  const openAI = /^https:\/\/(api\.openai\.com|[^/]+\.openai\.azure\.com)(\/|$)/.test(baseUrl)
  return {
    streamOptions: true,
    alternating: false,
    maxTokensField: openAI ? 'max_completion_tokens' : 'max_tokens',
  }
}

/**
 * A provider over an interface like OpenAI's. Loads and opens nothing before its first call; keep it as long as
 * the endpoint stays the same.
 * @param parts.dialect is corrected when the endpoint refuses a part of it, so keep it with the endpoint.
 */
export function openAICompatible(
  endpoint: Endpoint,
  parts: { clock: Clock; agents: HttpAgents; dialect: Dialect },
): ModelProvider {
  const { clock, agents, dialect } = parts
  const { title, baseUrl, apiKey, timeouts } = endpoint
  let opened: Promise<Client> | undefined

  function client(): Promise<Client> {
    opened ??= openClient(endpoint, fetchOver({ agents, clock, connectMs: timeouts.connectSeconds * 1000 }))
    return opened
  }

  const guard = <T>(
    model: string | null,
    signal: AbortSignal,
    exchange: (call: Call) => AsyncGenerator<T, void>,
  ) => {
    const target: CallTarget = { title, model, baseUrl, apiKey }
    return guardCall({ target, clock, timeouts, signal }, exchange)
  }

  async function* answer(model: string, request: ModelRequest, call: Call): AsyncGenerator<ModelEvent, void> {
    yield* readAnswer(await complete(model, request, call), call)
  }

  async function complete(model: string, request: ModelRequest, call: Call): Promise<HttpResponse> {
    const asked = { ...dialect }
    const reply = await (await client()).complete(convertRequest(model, request, dialect), call.signal)
    if ('answer' in reply) return reply.answer
    const { refusal } = reply
    if (asked.streamOptions && refusal.status < 500 && refusal.body.includes('stream_options')) {
      dialect.streamOptions = false
      return complete(model, request, call)
    }
    // Chat templates of local models say so in these words; LM Studio and llama.cpp pass them on, with 400 or 500.
    if (!asked.alternating && /roles? must alternate/i.test(refusal.body)) {
      dialect.alternating = true
      return complete(model, request, call)
    }
    throw refusedProblem(call.target, refusal, clock.now())
  }

  async function* list(call: Call): AsyncGenerator<string[], void> {
    const reply = await (await client()).listModels(call.signal)
    if ('refusal' in reply) throw refusedProblem(call.target, reply.refusal, clock.now())
    const text = await reply.answer.body.text(listBytes)
    const names = readModelList(text)
    if (!names) throw badAnswerProblem(call.target, text)
    yield names
  }

  return {
    model: (name): ChatModel => ({
      stream: (request, signal) => guard(name, signal, (call) => answer(name, request, call)),
    }),
    async listModels(signal) {
      for await (const names of guard(null, signal, list)) return names
      return []
    },
  }
}
