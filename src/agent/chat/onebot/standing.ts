import type { Problem } from '../../../shared/problem.ts'
import type { AccountState } from '../../../shared/state.ts'
import { noApiConnection, noEventConnection } from './delivery.ts'
import type { End } from './end.ts'
import { callsUnanswered, qqOffline } from './failures.ts'
import type { Health } from './health.ts'

/** What an account's listener or dialer is doing, apart from its open connections. */
export type Outside =
  | { readonly kind: 'disabled' }
  /** Cannot start as it is configured. */
  | { readonly kind: 'blocked'; readonly problem: Problem }
  | { readonly kind: 'connecting' }
  /** @param refused why the last knock was turned away; null once one was let in. */
  | { readonly kind: 'listening'; readonly refused: Problem | null }
  | {
      readonly kind: 'waiting'
      readonly state: 'waiting-retry' | 'auth-failed' | 'failed'
      readonly problem: Problem
      readonly nextRetryAt: number
    }

export type Standing = Pick<AccountState, 'state' | 'problem' | 'nextRetryAt'>

/** The state of an account, from everything that is known of it. */
export function standingOf(outside: Outside, ends: readonly End[], health: Health): Standing {
  if (ends.some((end) => end.ready)) return connectedStanding(ends, health)
  if (ends.length > 0) return { state: 'connecting', problem: null, nextRetryAt: null }
  switch (outside.kind) {
    case 'disabled':
    case 'connecting':
      return { state: outside.kind, problem: null, nextRetryAt: null }
    case 'blocked':
      return { state: 'failed', problem: outside.problem, nextRetryAt: null }
    case 'listening':
      return { state: 'listening', problem: outside.refused, nextRetryAt: null }
    case 'waiting':
      return { state: outside.state, problem: outside.problem, nextRetryAt: outside.nextRetryAt }
  }
}

function connectedStanding(ends: readonly End[], health: Health): Standing {
  if (health.online === false) {
    return { state: 'qq-offline', problem: qqOffline(health.offlineDetail), nextRetryAt: null }
  }
  return { state: 'connected', problem: shortcoming(ends, health), nextRetryAt: null }
}

function shortcoming(ends: readonly End[], health: Health): Problem | null {
  if (ends.every((end) => end.role === 'event')) return noApiConnection
  if (ends.every((end) => end.role === 'api')) return noEventConnection
  return health.callsUnanswered ? callsUnanswered : null
}
