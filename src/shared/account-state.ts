import type { Problem } from './problem.ts'

/**
 * `connected` needs a lifecycle event or an answered call; an open socket alone is `connecting`.
 * `qq-offline`: the end is there but QQ is logged out.
 */
export type ConnectionState =
  | 'disabled'
  | 'listening'
  | 'connecting'
  | 'connected'
  | 'qq-offline'
  | 'auth-failed'
  | 'waiting-retry'
  | 'failed'

export interface AccountState {
  id: string
  title: string
  mode: 'server' | 'client'
  state: ConnectionState
  /** Why it is in this state, in words, with the way out. */
  problem: Problem | null
  /** `ws://host:port` to give to the QQ end (server) or the URL we dial (client), without secrets. */
  address: string
  selfId: string | null
  nickname: string | null
  /** Name and version of the end's program, such as `NapCat.Onebot 4.8.1`. */
  endName: string | null
  connectedAt: number | null
  lastHeartbeatAt: number | null
  /** Round trip of the last answered call. */
  latencyMs: number | null
  nextRetryAt: number | null
  events: number
  badFrames: number
  duplicates: number
  /** Newest first, at most 30. */
  attempts: ConnectionAttempt[]
}

export interface ConnectionAttempt {
  at: number
  /** Address of the other side, without secrets. */
  remote: string
  result: 'accepted' | 'refused' | 'failed' | 'closed'
  /** In words: what was wrong and what to change. */
  reason: string
  /** How many like this came in a row. */
  count: number
}

/** A connection that fits no account: shown with 添加, not answered. */
export interface PendingConnection {
  id: string
  at: number
  remote: string
  selfId: string | null
  host: string
  port: number
}
