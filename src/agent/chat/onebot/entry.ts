import { isDeepStrictEqual } from 'node:util'
import { type Account, isLoopback, type ServerAccount } from '../../../shared/config.ts'
import type { Problem } from '../../../shared/problem.ts'
import { dialAddress, maskedUrl } from './address.ts'
import { illegalUrl, unreadableToken, unsafeHost } from './failures.ts'

/** An account as it is configured, with its token in clear. */
export interface Entry {
  readonly account: Account
  /** '' when none is set; null when this host cannot open it. */
  readonly token: string | null
}

/** Why an entry cannot be started as it is; null when it can. */
export function obstacle({ account, token }: Entry): Problem | null {
  if (token === null) return unreadableToken
  if (account.mode === 'client') return URL.canParse(account.url) ? null : illegalUrl
  return token !== '' || isLoopback(account.host) ? null : unsafeHost
}

/** Whether the entry wants a listener and may have one. */
export function listens<E extends Entry>(entry: E): entry is E & { account: ServerAccount; token: string } {
  return entry.account.mode === 'server' && entry.account.enabled && obstacle(entry) === null
}

/** Where a server account listens; accounts with the same place share one listener. */
export function placeOf(account: ServerAccount): string {
  return `${account.host}:${account.port}`
}

/** What the panel shows as the address before a listener tells its real port. */
export function configuredAddress(account: Account): string {
  if (account.mode === 'server') return dialAddress(account.host, account.port, account.path)
  const shown = URL.canParse(account.url) ? maskedUrl(account.url).href : (account.url.split('?')[0] ?? '')
  return shown.replace(/\/$/, '')
}

/** Whether a connection made for `a` is right for `b` too. The title does not matter, nor how the token is kept. */
export function sameConnection(a: Entry, b: Entry): boolean {
  return a.token === b.token && isDeepStrictEqual(essence(a.account), essence(b.account))
}

function essence(account: Account) {
  const { title: _title, selfId: _selfId, accessToken: _accessToken, ...rest } = account
  return rest
}
