import type { Balance } from '../../../shared/costs.ts'
import type { ListedModel } from '../../../shared/provider.ts'
import { fetchOver, type HttpResponse } from '../../net/http.ts'
import type { ChatModel, ModelEvent, ModelProvider, ModelRequest } from '../chat-model.ts'
import type { Endpoint, EndpointParts } from '../endpoint.ts'
import { addressesOf } from './addresses.ts'
import { balanceAt } from './balance.ts'
import { type Client, openClient, type Reply } from './client.ts'
import { convertRequest } from './convert-messages.ts'
import { Refused } from './error-in-answer.ts'
import { badAnswerProblem, type CallTarget, isPage, refusedProblem } from './errors.ts'
import { type Call, guardCall } from './guarded-call.ts'
import { type Asked, learn } from './lessons.ts'
import { readModelList } from './model-list.ts'
import { pictureRefusal } from './picture-refusal.ts'
import { readAnswer } from './read-answer.ts'
import { sendableHeaders, sendableKey } from './sendable.ts'

/** A vendor that is still not content after so many changes will never be. */
const mostLessons = 10

const listBytes = 8 * 1024 * 1024

/**
 * A provider over an interface like OpenAI's. Loads and opens nothing before its first call; keep it as long as
 * the endpoint stays the same.
 */
export function openAICompatible(endpoint: Endpoint, parts: EndpointParts): ModelProvider {
  const { clock, way, dialects } = parts
  const { title, baseUrl, timeouts } = endpoint
  const addresses = addressesOf(baseUrl)
  const clients = new Map<string, Promise<Client>>()

  async function open(url: string): Promise<Client> {
    const apiKey = sendableKey(title, endpoint.apiKey)
    const headers = sendableHeaders(title, endpoint.headers)
    const agents = await way.agentsFor(url)
    const fetch = fetchOver({ agents, clock, connectMs: timeouts.connectSeconds * 1000 })
    return openClient({ baseUrl: url, apiKey, headers }, fetch)
  }

  function client(url: string): Promise<Client> {
    let opened = clients.get(url)
    if (!opened) {
      opened = open(url)
      clients.set(url, opened)
    }
    return opened
  }

  const guard = <T>(
    model: string | null,
    request: { pictures: boolean; signal: AbortSignal },
    exchange: (call: Call) => AsyncGenerator<T, void>,
  ) => {
    const { pictures, signal } = request
    const apiKey = endpoint.apiKey.trim()
    const headerValues = Object.values(endpoint.headers).flatMap(secretsIn)
    const target: CallTarget = {
      headerValues,
      title,
      model,
      baseUrl,
      apiKey,
      proxy: way.proxyFor(baseUrl),
      pictures,
    }
    return guardCall({ target, clock, timeouts, signal }, exchange)
  }

  /** Asks where the interface was found, else where the address says, and then once more below `/v1`. */
  async function ask(send: (client: Client) => Promise<Reply>): Promise<Reply> {
    const [first = baseUrl, second] = dialects.foundAt === '' ? addresses : [dialects.foundAt]
    const reply = await send(await client(first))
    if (second === undefined || !leadsNowhere(reply)) return reply
    let other: Reply
    try {
      other = await send(await client(second))
    } catch (error) {
      leave(reply)
      throw error
    }
    if (leadsNowhere(other)) {
      leave(other)
      return reply
    }
    leave(reply)
    dialects.foundAt = second
    parts.foundAt?.(second)
    return other
  }

  async function* answer(model: string, request: ModelRequest, call: Call): AsyncGenerator<ModelEvent, void> {
    for (let lessons = 0; ; lessons++) {
      const asked: Asked = { request, dialect: { ...dialects.of(model) } }
      let begun = false
      try {
        for await (const event of readAnswer(await complete(model, asked, call), call)) {
          begun = true
          yield event
        }
        return
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { refusal } = error
        if (lessons < mostLessons && learn(refusal, asked, dialects.of(model)) && !begun) continue
        const about = call.target.pictures ? pictureRefusal(refusal, model) : null
        if (about) forgetPictures(model, about)
        throw refusedProblem(call.target, refusal, clock.now())
      }
    }
  }

  async function complete(model: string, { request, dialect }: Asked, call: Call): Promise<HttpResponse> {
    const body = convertRequest(model, request, dialect)
    const reply = await ask((client) => client.complete(body, call.signal))
    if ('refusal' in reply) throw new Refused(reply.refusal)
    return reply.answer
  }

  function forgetPictures(model: string, { kind, webp }: { kind: 'blind' | 'picture'; webp: boolean }): void {
    const dialect = dialects.of(model)
    if (kind === 'blind') {
      dialect.pictures = false
      dialect.leftOut.add('图片')
    } else if (webp) {
      dialect.webp = false
    }
  }

  async function* list(call: Call): AsyncGenerator<ListedModel[], void> {
    const reply = await ask((client) => client.listModels(call.signal))
    if ('refusal' in reply) throw refusedProblem(call.target, reply.refusal, clock.now())
    const text = await reply.answer.body.text(listBytes)
    const models = readModelList(text)
    if (!models) throw badAnswerProblem(call.target, text)
    yield models
  }

  async function* balance(call: Call): AsyncGenerator<Balance | null, void> {
    yield await balanceAt(baseUrl, async (url) => {
      const reply = await (await client(dialects.foundAt || (addresses[0] ?? baseUrl))).get(url, call.signal)
      if ('refusal' in reply) throw refusedProblem(call.target, reply.refusal, clock.now())
      return reply.answer.body.text(listBytes)
    })
  }

  return {
    model: (name): ChatModel => ({
      stream: (request, signal) => {
        const pictures = request.messages.some((message) => message.role === 'user' && message.images?.length)
        return guard(name, { pictures, signal }, (call) => answer(name, request, call))
      },
    }),
    async listModels(signal) {
      for await (const models of guard(null, { pictures: false, signal }, list)) return models
      return []
    },
    async balance(signal) {
      for await (const left of guard(null, { pictures: false, signal }, balance)) return left
      return null
    },
  }
}

/** A header's value as it is sent, and without the word that says what kind of key it is: servers echo either. */
function secretsIn(value: string): string[] {
  const sent = value.trim()
  return [sent, sent.replace(/^\w+\s+(?=\S+$)/, '')]
}

/** An answer nobody will read. */
function leave(reply: Reply): void {
  if ('answer' in reply) reply.answer.body.release()
}

/** What an address says behind which there is no interface: nothing here, or a page for people. */
function leadsNowhere(reply: Reply): boolean {
  if ('answer' in reply) return /\bhtml\b/.test(reply.answer.headers.get('content-type') ?? '')
  const { status, body } = reply.refusal
  return (
    status === 404 || status === 405 || (status < 500 && status !== 401 && status !== 403 && isPage(body))
  )
}
