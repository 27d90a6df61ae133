import type { Account } from '../../../shared/config.ts'
import type { AccountState, ConnectionAttempt } from '../../../shared/state.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Topic } from '../../kernel/topic.ts'
import { withAttempt } from './attempts.ts'

const flushEvery = 250

/**
 * The row of one account in the panel. What a person waits for is shown at once; what changes with every frame is
 * collected and shown at most four times a second.
 */
export class Report {
  readonly #topic: Topic<Record<string, AccountState>>
  readonly #clock: Clock
  readonly #state: AccountState
  #cancelFlush: (() => void) | null = null

  constructor(topic: Topic<Record<string, AccountState>>, clock: Clock, initial: AccountState) {
    this.#topic = topic
    this.#clock = clock
    this.#state = { ...initial }
  }

  get state(): Readonly<AccountState> {
    return this.#state
  }

  /** Changes fields and shows them at once. */
  show(fields: Partial<AccountState>): void {
    Object.assign(this.#state, fields)
    this.flush()
  }

  /** Changes fields that may change with every frame. */
  collect(fields: Partial<AccountState>): void {
    Object.assign(this.#state, fields)
    this.#flushSoon()
  }

  count(field: 'events' | 'badFrames' | 'duplicates'): void {
    this.#state[field]++
    this.#flushSoon()
  }

  /** Adds to the log of attempts; returns the entry with its count. */
  attempt(result: ConnectionAttempt['result'], remote: string, reason: string): ConnectionAttempt {
    const next = { at: this.#clock.now(), remote, result, reason }
    const attempts = withAttempt(this.#state.attempts, next)
    this.collect({ attempts })
    return attempts[0] ?? { ...next, count: 1 }
  }

  flush(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    this.#topic.set(this.#state.id, { ...this.#state })
  }

  /** Takes the row away. */
  remove(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    this.#topic.remove(this.#state.id)
  }

  #flushSoon(): void {
    this.#cancelFlush ??= this.#clock.after(flushEvery, () => this.flush())
  }
}

/** The row of an account of which nothing is known yet. */
export function initialState(account: Account, address: string): AccountState {
  return {
    id: account.id,
    title: account.title,
    mode: account.mode,
    state: 'disabled',
    problem: null,
    address,
    selfId: account.selfId ?? null,
    nickname: null,
    endName: null,
    connectedAt: null,
    lastHeartbeatAt: null,
    latencyMs: null,
    nextRetryAt: null,
    events: 0,
    badFrames: 0,
    duplicates: 0,
    attempts: [],
  }
}
