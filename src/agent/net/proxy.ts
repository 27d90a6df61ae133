import { setMaxListeners } from 'node:events'
import type { Agent } from 'node:http'
import { isLoopback } from '../../shared/config.ts'
import { type HttpAgents, idleMs, openAgents } from './http.ts'

/** How requests leave this computer: straight, or through a proxy. Opens nothing before it is asked. */
export interface Way {
  /** Connections to the host of `url`. This computer and its own services are reached directly. */
  agentsFor(url: string): Promise<HttpAgents>
  /** Host and port of the proxy that a request to `url` goes through; '' without one. */
  proxyFor(url: string): string
  /** Closes every connection, also those in use. */
  close(): void
}

/**
 * @param proxy `http://host:port`, `https://…` or `socks5://…`; '' for none.
 * @param login `user:password`, or ''.
 */
export function openWay(proxy: string, login: string): Way {
  const direct = openAgents()
  let proxied: Promise<HttpAgents> | undefined
  let closed = false

  const proxyFor = (url: string) => {
    if (proxy === '' || isLocal(url)) return ''
    return URL.canParse(proxy) ? new URL(proxy).host : proxy
  }
  return {
    proxyFor,
    async agentsFor(url) {
      if (proxyFor(url) === '') return direct
      if (!URL.canParse(proxy)) throw new ProxyFailure(new Error('Not an address'))
      proxied ??= openProxied(withLogin(proxy, login))
      const agents = await proxied
      if (closed) agents.close()
      return agents
    },
    close() {
      closed = true
      direct.close()
      proxied?.then((agents) => agents.close()).catch(() => undefined)
    },
  }
}

/** What went wrong with a proxy whose own client says so in words only. */
class ProxyFailure extends Error {
  /** Node's code where there is one in the words, else `ERR_PROXY_LOGIN` or `ERR_PROXY`. */
  readonly code: string

  constructor(cause: Error) {
    super(cause.message, { cause })
    const [known] = /\bE[A-Z_]{4,}\b/.exec(cause.message) ?? []
    this.code = known ?? (/auth/i.test(cause.message) ? 'ERR_PROXY_LOGIN' : 'ERR_PROXY')
  }
}

/** An agent whose connections somebody else makes. */
type Connecting = Agent & { options?: object; connect(...given: never[]): Promise<unknown> }

async function openProxied(proxy: URL): Promise<HttpAgents> {
  const closing = new AbortController()
  // Every connection that is being made listens to it.
  setMaxListeners(0, closing.signal)
  const make = await makerFor(proxy, closing.signal)
  const kept = { http: make('http', true), https: make('https', true) }
  const fresh = { http: make('http', false), https: make('https', false) }
  return {
    ...kept,
    fresh,
    proxied: true,
    close() {
      closing.abort()
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy()
    },
  }
}

async function makerFor(
  proxy: URL,
  signal: AbortSignal,
): Promise<(target: 'http' | 'https', keepAlive: boolean) => Agent> {
  if (proxy.protocol.startsWith('socks')) {
    // The proxy looks names up: this computer may not be able to, or be told wrong.
    proxy.protocol = 'socks5h:'
    const { SocksProxyAgent } = await import('socks-proxy-agent')
    return (_, keepAlive) => withWords(new SocksProxyAgent(proxy, { keepAlive }))
  }
  const [{ HttpProxyAgent }, { HttpsProxyAgent }] = await Promise.all([
    import('http-proxy-agent'),
    import('https-proxy-agent'),
  ])
  return (target, keepAlive) => {
    const options = { keepAlive, signal }
    return withWords(
      target === 'http' ? new HttpProxyAgent(proxy, options) : new HttpsProxyAgent(proxy, options),
    )
  }
}

function withWords(agent: Connecting): Agent {
  // Their own option of this name would also end requests that wait for an answer.
  agent.options = { ...agent.options, timeout: idleMs }
  const connect = agent.connect.bind(agent)
  agent.connect = async (...given) => {
    try {
      return await connect(...given)
    } catch (error) {
      const known = error instanceof Error && 'code' in error
      throw known || !(error instanceof Error) ? error : new ProxyFailure(error)
    }
  }
  return agent
}

function withLogin(proxy: string, login: string): URL {
  const url = new URL(proxy)
  const colon = login.indexOf(':')
  url.username = encodeURIComponent(colon < 0 ? login : login.slice(0, colon))
  url.password = encodeURIComponent(colon < 0 ? '' : login.slice(colon + 1))
  return url
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''))
}
