import type { Provider } from '../../../shared/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import { fetchOver, type HttpAgents, type HttpResponse } from '../../net/http.ts'
import type { ChatModel, ModelEvent, ModelProvider, ModelRequest } from '../chat-model.ts'
import { convertRequest, type Dialect } from './convert-messages.ts'
import { badAnswerProblem, type CallTarget, refusedProblem } from './errors.ts'
import { type Call, guardCall } from './guarded-call.ts'
import { readModelList } from './model-list.ts'
import { readAnswer } from './read-answer.ts'

const refusalBytes = 64 * 1024
const listBytes = 8 * 1024 * 1024

export interface Endpoint extends Pick<Provider, 'title' | 'baseUrl' | 'timeouts'> {
  /** Empty when the endpoint wants none. */
  readonly apiKey: string
}

/** What an endpoint is taken to be until it refuses. */
export function dialectOf(baseUrl: string): Dialect {
  const openAI = /^https:\/\/(api\.openai\.com|[^/]+\.openai\.azure\.com)(\/|$)/.test(baseUrl)
  return { streamOptions: true, maxTokensField: openAI ? 'max_completion_tokens' : 'max_tokens' }
}

/**
 * A provider over an interface like OpenAI's. Opens nothing before its first call.
 * @param parts.dialect is corrected when the endpoint refuses a part of it, so keep it with the endpoint.
 */
export function openAICompatible(
  endpoint: Endpoint,
  parts: { clock: Clock; agents: HttpAgents; dialect: Dialect },
): ModelProvider {
  const { clock, agents, dialect } = parts
  const { title, baseUrl, apiKey, timeouts } = endpoint
  const fetch = fetchOver({ agents, clock, connectMs: timeouts.connectSeconds * 1000 })
  const base = baseUrl.replace(/\/+$/, '')
  const authorization = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }
  const headers = { 'user-agent': 'Apricot', ...authorization }

  const guard = <T>(
    model: string | null,
    signal: AbortSignal,
    exchange: (call: Call) => AsyncGenerator<T, void>,
  ) => {
    const target: CallTarget = { title, model, baseUrl, apiKey }
    return guardCall({ target, clock, timeouts, signal }, exchange)
  }

  async function* answer(model: string, request: ModelRequest, call: Call): AsyncGenerator<ModelEvent, void> {
    yield* readAnswer(await post(model, request, call), call)
  }

  async function post(model: string, request: ModelRequest, call: Call): Promise<HttpResponse> {
    const asked = dialect.streamOptions
    const response = await fetch(`${base}/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(convertRequest(model, request, dialect)),
      signal: call.signal,
    })
    if (response.ok) return response
    const body = await response.body.text(refusalBytes)
    if (asked && response.status < 500 && body.includes('stream_options')) {
      dialect.streamOptions = false
      return post(model, request, call)
    }
    throw refused(response, body, call)
  }

  async function* list(call: Call): AsyncGenerator<string[], void> {
    const response = await fetch(`${base}/models`, { headers, signal: call.signal })
    const text = await response.body.text(listBytes)
    if (!response.ok) throw refused(response, text, call)
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

function refused({ status, headers }: HttpResponse, body: string, call: Call): Error {
  const refusal = {
    status,
    body,
    retryAfter: headers.get('retry-after'),
    location: headers.get('location'),
  }
  return refusedProblem(call.target, refusal, call.clock.now())
}
