import type { Waiting } from '../../../shared/tools.ts'

/** How something that waited came out; `answered` also for what the owner decided. */
export interface WaitingEnd {
  readonly state: 'answered' | 'cancelled' | 'expired'
  /** Undefined when there is none. */
  readonly answer: unknown
  /** Number of whoever answered, or `panel`; null when nobody did. */
  readonly decidedBy: string | null
}

/** Something that waits or waited, as it is stored. */
export interface StoredWaiting {
  readonly waiting: Waiting
  /** The call it is about, by the row that is kept of it; null for none. */
  readonly callId: number | null
  readonly state: 'waiting' | WaitingEnd['state']
  readonly answer: unknown
  readonly decidedBy: string | null
}

/** Where it is stored. Writes throw when they cannot be made. */
export interface WaitingRows {
  insert(waiting: Waiting, callId: number | null): void
  settle(id: string, end: WaitingEnd): void
  /** Oldest first. */
  all(): readonly StoredWaiting[]
  forget(id: string): void
}

/** Leave for a tool in a chat, until a time in milliseconds since the epoch. */
export interface StoredGrant {
  readonly chatId: number
  readonly tool: string
  readonly until: number
}

/** Where it is stored. */
export interface GrantRows {
  add(grant: StoredGrant): void
  remove(chatId: number, tool: string): void
  valid(now: number): readonly StoredGrant[]
}
