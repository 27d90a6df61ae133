import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import type { ResponseFrame } from './frame.ts'

/** How a call ended. Every expected end is a value; a call never rejects. */
export type CallOutcome =
  /** Done, or taken on by an end that answers nothing more (`async`, data null). */
  | { readonly kind: 'ok'; readonly data: unknown }
  | { readonly kind: 'refused'; readonly retcode: number; readonly text: string }
  /** This end does not know the action; it is not asked again on this connection. */
  | { readonly kind: 'unsupported' }
  /** Nothing left this program. */
  | { readonly kind: 'not-written' }
  /** Written, but what became of it is unknown. */
  | { readonly kind: 'timeout' | 'closed' | 'aborted' }

export interface CallOptions {
  /** Milliseconds until an unanswered call ends as `timeout`. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** How much longer an aborted call waits for its answer, in milliseconds; 0 by default. */
  readonly graceMs?: number
  /** Whether the answer is nothing that must come: then its absence does not speak against the end. */
  readonly dispensable?: boolean
}

export interface CallsOptions {
  readonly clock: Clock
  /** Writes one frame; false when the socket is not open. */
  write(frame: string): boolean
  /** Told the round trip in milliseconds of each answered call. */
  answered(ms: number): void
  /** Told of each call that ran into its time-out. */
  unanswered(): void
}

interface Pending {
  readonly action: string
  readonly startedAt: number
  settle(outcome: CallOutcome): void
}

/** As the standard has it, and as Lagrange writes it. */
const unknownAction: ReadonlySet<number> = new Set([1404, 404])

/** The calls of one connection and their answers, matched by an echo that nobody can guess. */
export class Calls {
  readonly #options: CallsOptions
  readonly #pending = new Map<string, Pending>()
  readonly #unsupported = new Set<string>()
  readonly #echoBase = randomUUID()
  #count = 0
  #closed = false

  constructor(options: CallsOptions) {
    this.#options = options
  }

  /** Calls an action of the end. An aborted signal before it is written writes nothing. */
  call(action: string, params: Record<string, unknown>, options: CallOptions): Promise<CallOutcome> {
    const { clock } = this.#options
    const { signal } = options
    if (this.#closed || signal.aborted) return Promise.resolve({ kind: 'not-written' })
    if (this.#unsupported.has(action)) return Promise.resolve({ kind: 'unsupported' })
    const echo = `${this.#echoBase}:${++this.#count}`
    if (!this.#options.write(JSON.stringify({ action, params, echo }))) {
      return Promise.resolve({ kind: 'not-written' })
    }
    return new Promise((resolve) => {
      let cancelTimer = clock.after(options.timeoutMs, () => settle({ kind: 'timeout' }))
      const onAbort = () => {
        cancelTimer()
        if (options.graceMs) cancelTimer = clock.after(options.graceMs, () => settle({ kind: 'aborted' }))
        else settle({ kind: 'aborted' })
      }
      const settle = (outcome: CallOutcome) => {
        if (outcome.kind === 'timeout' && !options.dispensable) this.#options.unanswered()
        this.#pending.delete(echo)
        cancelTimer()
        signal.removeEventListener('abort', onAbort)
        resolve(outcome)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#pending.set(echo, { action, startedAt: clock.monotonic(), settle })
    })
  }

  /** Hands an answer to its call; false when no call waits for it, as after a time-out. */
  settle(response: ResponseFrame): boolean {
    const pending = typeof response.echo === 'string' ? this.#pending.get(response.echo) : undefined
    if (!pending) return false
    this.#options.answered(Math.round(this.#options.clock.monotonic() - pending.startedAt))
    const outcome = outcomeOf(response)
    if (outcome.kind === 'unsupported') this.#unsupported.add(pending.action)
    pending.settle(outcome)
    return true
  }

  /** Ends every waiting call as `closed`; later ones are not written. */
  close(): void {
    this.#closed = true
    for (const pending of [...this.#pending.values()]) pending.settle({ kind: 'closed' })
  }
}

function outcomeOf({ status, retcode, data, text }: ResponseFrame): CallOutcome {
  if (status === 'async' || retcode === 1) return { kind: 'ok', data: null }
  // One of the two is missing at times; neither may speak against it.
  const done = status === 'ok' ? retcode === 0 || Number.isNaN(retcode) : status === '' && retcode === 0
  if (done) return { kind: 'ok', data }
  return unknownAction.has(retcode) ? { kind: 'unsupported' } : { kind: 'refused', retcode, text }
}
