import { isIP, isIPv4 } from 'node:net'
import { hostname } from 'node:os'

/** True for the names and addresses that only this machine can reach. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
}

/**
 * Whether a Host header names this machine. A page elsewhere can make its own name resolve to us (DNS
 * rebinding), but it cannot make a browser send an address, or a name of ours, as the host.
 * The port is not compared: it changes behind a tunnel or a container.
 */
export function isTrustedHost(header: string | undefined, boundTo: string): boolean {
  const name = hostName(header)
  if (name === null) return false
  if (isLoopbackName(name)) return true
  if (isLoopbackName(boundTo)) return false
  const own = hostname().toLowerCase()
  return isIP(name) !== 0 || name === boundTo.toLowerCase() || name === own || name === `${own}.local`
}

/** Whether an Origin header is the page that this very host serves; also behind a proxy that adds TLS. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (!origin || !host) return false
  return origin === `http://${host}` || origin === `https://${host}`
}

function hostName(header: string | undefined): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9a-z._-]+))(?::\d{1,5})?$/i.exec(header ?? '')
  return match ? (match[1] ?? match[2] ?? '').toLowerCase() : null
}
