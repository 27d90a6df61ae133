import type { PendingConnection } from '../../../shared/state.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { End, EndOwner, ReceivedFrame } from './end.ts'
import type { Refusal, Verdict, Visitor } from './handshake.ts'
import { introduce } from './introduction.ts'

export interface LobbyOptions {
  readonly clock: Clock
  readonly log: Log
  readonly pending: Topic<Record<string, PendingConnection>>
  readonly host: string
  /** The port in use; known only once the listener listens. */
  port(): number
  judge(visitor: Visitor): Verdict
  /** Hands a connection over to its account. */
  bind(end: End, accountId: string): void
  /** Notes a connection that turned out to have the wrong token for its number. */
  refused(visitor: Visitor, refusal: Refusal): void
}

interface Guest {
  visitor: Visitor
  /** Key of its row in the panel, once its number is known. */
  row: string | null
  readonly cancelTimeout: () => void
}

const tellNumberWithin = 10_000
const mostGuestsOfOneAddress = 10
const mostGuests = 50

/**
 * Where connections wait whose number is unknown, or fits no account. Nobody here is answered: the panel shows them
 * with 添加, and a connection that does not tell its number in ten seconds is closed.
 */
export class Lobby implements EndOwner {
  readonly names = null
  readonly #options: LobbyOptions
  readonly #guests = new Map<End, Guest>()

  constructor(options: LobbyOptions) {
    this.#options = options
  }

  /** Whether nobody more from this address may wait. */
  isFull(remote: string): boolean {
    let ofThisAddress = 0
    for (const { visitor } of this.#guests.values()) if (visitor.remote === remote) ofThisAddress++
    return ofThisAddress >= mostGuestsOfOneAddress || this.#guests.size >= mostGuests
  }

  /** Takes in a connection of which {@link owner} is this lobby. */
  enter(end: End, visitor: Visitor): void {
    const cancelTimeout = this.#options.clock.after(tellNumberWithin, () => void end.close(4408, 'no-number'))
    this.#guests.set(end, { visitor, row: null, cancelTimeout })
    if (visitor.selfId !== null) this.#learnNumber(end, visitor.selfId)
    else if (end.role !== 'event') void this.#ask(end)
  }

  /** Closes those that fit an account by now: they come again by themselves and are then let in. */
  recheck(): void {
    for (const [end, { visitor, row }] of [...this.#guests]) {
      if (row !== null && this.#options.judge(visitor).kind !== 'wait') void end.close(1012, 'reconfigured')
    }
  }

  async empty(): Promise<void> {
    await Promise.all([...this.#guests.keys()].map((end) => end.close(1001, 'shutdown')))
  }

  received(end: End, frame: ReceivedFrame, text: string): void {
    if (end.selfId !== null || !('selfId' in frame)) return
    this.#learnNumber(end, frame.selfId)
    // What told the number is the first thing its account should hear.
    if (end.owner !== this) end.owner.received(end, frame, text)
  }

  ready(): void {}

  answered(): void {}

  unanswered(): void {}

  ended(end: End): void {
    this.#forget(end)
  }

  async #ask(end: End): Promise<void> {
    const { selfId } = await introduce(end).login
    if (selfId !== null && end.selfId === null && this.#guests.has(end)) this.#learnNumber(end, selfId)
  }

  #learnNumber(end: End, selfId: string): void {
    const guest = this.#guests.get(end)
    if (!guest) return
    guest.visitor = { ...guest.visitor, selfId }
    end.selfId = selfId
    const verdict = this.#options.judge(guest.visitor)
    if (verdict.kind === 'wait') {
      this.#show(end, guest, selfId)
      return
    }
    this.#forget(end)
    if (verdict.kind === 'bind') this.#options.bind(end, verdict.accountId)
    else {
      this.#options.refused(guest.visitor, verdict)
      void end.close(4403, 'wrong-account')
    }
  }

  #show(end: End, guest: Guest, selfId: string): void {
    const { host, clock, log, pending } = this.#options
    const port = this.#options.port()
    const { remote } = guest.visitor
    const row = `${host}:${port}/${selfId}/${end.role}`
    guest.cancelTimeout()
    for (const [other, one] of [...this.#guests]) if (one.row === row) void other.close(4409, 'replaced')
    guest.row = row
    pending.set(row, { id: row, at: clock.now(), remote, selfId, host, port })
    log.info(`${selfId} 连进来了，但没有这个号的账号，在账号页点「添加」就能用`, { remote })
  }

  #forget(end: End): void {
    const guest = this.#guests.get(end)
    if (!guest) return
    guest.cancelTimeout()
    this.#guests.delete(end)
    if (guest.row !== null) this.#options.pending.remove(guest.row)
  }
}
