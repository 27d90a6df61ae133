import type { Account } from '../../../shared/config.ts'
import type { AccountState, PendingConnection } from '../../../shared/state.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { Log } from '../../kernel/log.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { ChatClient, ChatEvents } from '../chat-client.ts'
import { Roster } from './roster.ts'

export interface OneBotOptions {
  readonly clock: Clock
  readonly log: Log
  readonly events: ChatEvents
  readonly accountStates: Topic<Record<string, AccountState>>
  readonly pending: Topic<Record<string, PendingConnection>>
  /** Token of an account in clear; '' when none is set; null when this host cannot open it. */
  token(account: Account): string | null
  /** Called once the number of an account is known and was not pinned. */
  pin(accountId: string, selfId: string): void
  /** For the jitter of waits; `Math.random` by default. */
  readonly random?: () => number
}

/** All accounts that speak OneBot v11. */
export interface OneBot {
  /**
   * Makes listeners and connections equal to the accounts; what did not change stays connected.
   * Resolves when listeners listen or have failed; client connections come later.
   */
  update(accounts: readonly Account[]): Promise<void>
  /** The client that speaks for this number, or null when no account has it. */
  client(selfId: string): ChatClient | null
  /** Drops the connections of an account and tries again at once. An unknown id is ignored. */
  reconnect(accountId: string): void
  /** Accounts that listen, with the address their QQ end dials. */
  listening(): { id: string; listen: string }[]
}

/** Makes the adapter. It listens and dials nothing until the first `update`; the end of `life` ends all of it. */
export function startOneBot(life: Lifetime, options: OneBotOptions): OneBot {
  const roster = new Roster(life.signal, options)
  life.defer(() => roster.stop())
  return roster
}
