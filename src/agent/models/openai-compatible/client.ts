import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat'
import type { Fetch, HttpResponse } from '../../net/http.ts'
import type { Refusal } from './errors.ts'
import { PackageFetch, refusalBytes } from './package-fetch.ts'

/** What an endpoint said first: the beginning of its answer, or no. */
export type Reply = { readonly answer: HttpResponse } | { readonly refusal: Refusal }

/**
 * The `openai` package's client for one endpoint. Its calls reject with what our `fetch` rejects with: Node's own
 * error, ConnectTimeout, or the reason of `signal`.
 */
export interface Client {
  complete(body: ChatCompletionCreateParamsStreaming, signal: AbortSignal): Promise<Reply>
  listModels(signal: AbortSignal): Promise<Reply>
  /** Asks for something that is not part of the interface, with the same headers. */
  get(url: string, signal: AbortSignal): Promise<Reply>
}

/** The longest timer there is: our own limits come first, and they know when an answer has begun. */
const neverMs = 2 ** 31 - 1

/** Loads the package ahead of the first call. That it cannot be loaded is for that call to say. */
export function preloadPackage(): void {
  import('openai').catch(() => {})
}

/**
 * Makes a client; opens no connection.
 * @param endpoint.apiKey empty when the endpoint wants none.
 * @param endpoint.headers sent with every request, over those of the same name; names in lower case.
 */
export async function openClient(
  endpoint: { baseUrl: string; apiKey: string; headers: Readonly<Record<string, string>> },
  fetch: Fetch,
): Promise<Client> {
  const authorization = endpoint.apiKey === '' ? null : `Bearer ${endpoint.apiKey}`
  const { OpenAI, APIError } = await import('openai')
  const packageFetch = new PackageFetch(fetch, endpoint.headers)
  const client = new OpenAI({
    baseURL: endpoint.baseUrl.replace(/\/+$/, ''),
    // The package wants a key even where none is sent.
    apiKey: endpoint.apiKey || 'none',
    defaultHeaders: { authorization, 'user-agent': 'Apricot' },
    fetch: packageFetch.call,
    maxRetries: 0,
    timeout: neverMs,
    logLevel: 'off',
    // What is left out here the package takes from the environment and sends to whatever address it talks to.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
  })

  async function reply(request: { asResponse(): Promise<Response> }): Promise<Reply> {
    try {
      return { answer: packageFetch.accepted(await request.asResponse()) }
    } catch (error) {
      if (!(error instanceof APIError)) throw error
      const { status, headers } = error
      if (status === undefined || headers === undefined) throw error.cause ?? error
      const body = packageFetch.refusalText(headers)
      const [retryAfter, location] = [headers.get('retry-after'), headers.get('location')]
      return { refusal: { status, body, retryAfter, location } }
    }
  }

  return {
    complete: (body, signal) =>
      reply(client.chat.completions.create(body, { signal, headers: { accept: 'text/event-stream' } })),
    listModels: (signal) => reply(client.models.list({ signal })),
    async get(url, signal) {
      const key = authorization === null ? {} : { authorization }
      const headers = { accept: 'application/json', 'user-agent': 'Apricot', ...key, ...endpoint.headers }
      const response = await fetch(url, { headers, signal })
      if (response.ok) return { answer: response }
      return { refusal: { status: response.status, body: await response.body.text(refusalBytes) } }
    },
  }
}
