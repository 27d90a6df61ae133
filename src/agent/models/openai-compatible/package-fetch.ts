import type { ClientOptions } from 'openai'
import type { Fetch, HttpResponse } from '../../net/http.ts'

type VendorFetch = NonNullable<ClientOptions['fetch']>

/** A refusal is read up to here. */
export const refusalBytes = 64 * 1024

/**
 * All that is sent. The package would add what it knows about this computer, and whatever OPENAI_CUSTOM_HEADERS
 * holds, meant for one endpoint and sent to all.
 */
const sentHeaders = ['accept', 'authorization', 'content-type', 'user-agent']

/** Our `fetch` in the shape in which the `openai` package calls it. */
export class PackageFetch {
  readonly #fetch: Fetch
  readonly #own: Readonly<Record<string, string>>
  readonly #refusals = new WeakMap<object, string>()

  /** @param own headers of every request, names in lower case. */
  constructor(fetch: Fetch, own: Readonly<Record<string, string>>) {
    this.#fetch = fetch
    this.#own = own
  }

  /** Resolves with our own response; rejects as ours does. */
  readonly call: VendorFetch = async (url, init) => {
    const body = init?.body
    const response = await this.#fetch(String(url), {
      method: init?.method === 'POST' ? 'POST' : 'GET',
      headers: { ...allowed(init?.headers), ...this.#own },
      signal: init?.signal ?? new AbortController().signal,
      ...(typeof body === 'string' ? { body } : {}),
    })
    const { ok, status } = response
    // The package looks through all headers only for the id of a request, to log it.
    const headers = { get: response.headers.get, entries: () => [].values() }
    const text = ok ? '' : await response.body.text(refusalBytes)
    this.#refusals.set(headers, text)
    const seen = { ok, status, headers, body: response.body, text: () => Promise.resolve(text) }
    // Of a web response the package touches no more than this before it hands it back.
    return seen as unknown as Response
  }

  /** Our response behind what the package hands back of an accepted request. */
  accepted(response: Response): HttpResponse {
    return response as unknown as HttpResponse
  }

  /** The whole text of a refusal; the package keeps of it only one field. `headers` as the package's error has them. */
  refusalText(headers: object): string {
    return this.#refusals.get(headers) ?? ''
  }
}

function allowed(given: RequestInit['headers']): Record<string, string> {
  const headers = given instanceof Headers ? given : new Headers(given)
  const kept: Record<string, string> = {}
  for (const name of sentHeaders) {
    const value = headers.get(name)
    if (value !== null) kept[name] = value
  }
  return kept
}
