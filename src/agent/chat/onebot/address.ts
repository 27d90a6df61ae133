import { networkInterfaces } from 'node:os'

/** What a QQ end has to dial to reach a listener: for one on all addresses, this machine's address in its network. */
export function dialAddress(host: string, port: number, path: string | undefined): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const reachable = everywhere ? (networkAddress() ?? '127.0.0.1') : host
  const shown = reachable.includes(':') ? `[${reachable}]` : reachable
  return `ws://${shown}:${port}${path ?? ''}`
}

/** The URL without what may be secret: user, password and the token in the query. */
export function maskedUrl(address: string): URL {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  for (const name of url.searchParams.keys())
    if (/token|key|secret/i.test(name)) url.searchParams.set(name, '***')
  return url
}

function networkAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find((one) => one.family === 'IPv4' && !one.internal)?.address
}
