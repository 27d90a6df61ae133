import type { RawData, WebSocket } from 'ws'
import type { Problem } from '../../../shared/problem.ts'
import type { Clock } from '../../kernel/clock.ts'
import { Calls } from './calls.ts'
import { type Frame, parseFrame, type ResponseFrame } from './frame.ts'
import type { KnownNames } from './known-names.ts'
import { Liveness } from './liveness.ts'

/** What a socket carries: events, answers to calls, or both. */
export type Role = 'universal' | 'api' | 'event'

/** Why we closed a socket ourselves. */
export type ClosingReason =
  | 'shutdown'
  | 'reconfigured'
  | 'replaced'
  | 'silent'
  | 'wrong-account'
  | 'no-number'
  | 'asked'

/** How a connection ended. */
export interface Ending {
  /** Close code as seen here; 1005 for none, 1006 for a torn connection. */
  readonly code: number
  readonly ours: ClosingReason | null
  /** What was wrong, when we closed it for that. */
  readonly problem: Problem | null
  readonly openMs: number
  /** Milliseconds since the end proved to be one; 0 when it never did. */
  readonly healthyMs: number
  readonly hadEvent: boolean
  /** The end sent its answer to a wrong token. */
  readonly tokenRefused: boolean
  /** Code of the socket's error, such as `WS_ERR_INVALID_UTF8`. */
  readonly error: string | null
}

/** Everything an owner sees: frames that are not answers, and binary ones, which the protocol does not know. */
export type ReceivedFrame = Exclude<Frame, ResponseFrame> | { readonly kind: 'binary' }

/** Whoever a connection belongs to: an account, or the lobby until its account is known. */
export interface EndOwner {
  /** What people are called, for the messages that come over the connection. */
  readonly names: KnownNames | null
  received(end: End, frame: ReceivedFrame, text: string): void
  /** A lifecycle event or an answered call: the other side is a OneBot end. Once per connection. */
  ready(end: End): void
  answered(end: End, latencyMs: number): void
  unanswered(end: End): void
  ended(end: End, ending: Ending): void
}

export interface EndOptions {
  readonly clock: Clock
  readonly role: Role
  /** Address of the other side, for people. */
  readonly remote: string
  /** Number of the account; null while unknown. */
  readonly selfId: string | null
  readonly owner: EndOwner
}

const closeWithin = 2_000
const probeTimeout = 10_000

/** One open socket to a OneBot end. Made by {@link startEnd}. */
export class End {
  readonly role: Role
  readonly remote: string
  readonly openedAt: number
  /** Resolves when the connection has ended, for whatever reason. */
  readonly done: Promise<Ending>
  readonly calls: Calls
  /** Events of other numbers are ignored once this is known. */
  selfId: string | null
  owner: EndOwner
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #liveness: Liveness
  readonly #controller = new AbortController()
  readonly #startedAt: number
  #readyAt: number | null = null
  #hadEvent = false
  #tokenRefused = false
  #error: string | null = null
  #over = false
  #resolveDone: (ending: Ending) => void = () => undefined

  constructor(socket: WebSocket, options: EndOptions) {
    this.#socket = socket
    this.#clock = options.clock
    this.role = options.role
    this.remote = options.remote
    this.selfId = options.selfId
    this.owner = options.owner
    this.openedAt = options.clock.now()
    this.#startedAt = options.clock.monotonic()
    this.done = new Promise((resolve) => {
      this.#resolveDone = resolve
    })
    this.calls = new Calls({
      clock: options.clock,
      write: (frame) => this.#write(frame),
      answered: (ms) => this.owner.answered(this, ms),
      unanswered: () => this.owner.unanswered(this),
    })
    this.#liveness = new Liveness({
      clock: options.clock,
      ping: () => this.#socket.ping(),
      probe: this.role === 'event' ? null : () => this.#probe(),
      dead: () => void this.close(4408, 'silent'),
    })
  }

  get ready(): boolean {
    return this.#readyAt !== null
  }

  /** Aborted when the connection ends. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  listen(): void {
    const socket = this.#socket
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => this.#liveness.pong())
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#error = error.code ?? 'unknown'
    })
    socket.on('close', (code) => this.#finish(code, null, null))
    this.#liveness.start()
  }

  /**
   * Ends the connection now and its socket politely: 2 s for the other side's close frame, which some never send.
   * Resolves when the socket is gone.
   */
  close(code: number, why: ClosingReason, problem: Problem | null = null): Promise<void> {
    const socket = this.#socket
    this.#finish(code, why, problem)
    return new Promise((resolve) => {
      if (socket.readyState === socket.CLOSED) {
        resolve()
        return
      }
      const cancel = this.#clock.after(closeWithin, () => socket.terminate())
      socket.once('close', () => {
        cancel()
        resolve()
      })
      socket.close(code, why)
    })
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#over) return
    this.#liveness.frame()
    if (isBinary) this.owner.received(this, { kind: 'binary' }, '')
    else this.#read(data.toString())
  }

  #read(text: string): void {
    const frame = parseFrame(text, {
      selfId: this.selfId,
      now: this.#clock.now(),
      names: this.owner.names,
    })
    if (frame.kind === 'response') {
      this.#answer(frame)
      return
    }
    if (frame.kind !== 'invalid') this.#hadEvent = true
    if (frame.kind === 'meta' && frame.metaType === 'heartbeat') this.#liveness.heartbeat(frame.intervalMs)
    this.owner.received(this, frame, text)
    if (frame.kind === 'meta' && frame.metaType === 'lifecycle') this.#becomeReady()
  }

  #answer(response: ResponseFrame): void {
    const { retcode, echo } = response
    if (this.calls.settle(response)) this.#becomeReady()
    else if ((retcode === 1401 || retcode === 1403) && (echo === undefined || echo === null || echo === '')) {
      this.#tokenRefused = true
    }
  }

  #becomeReady(): void {
    if (this.#readyAt !== null || this.#over) return
    this.#readyAt = this.#clock.monotonic()
    this.owner.ready(this)
  }

  #write(frame: string): boolean {
    if (this.#over || this.#socket.readyState !== this.#socket.OPEN) return false
    this.#socket.send(frame)
    return true
  }

  async #probe(): Promise<boolean> {
    const outcome = await this.calls.call('get_status', {}, { timeoutMs: probeTimeout, signal: this.signal })
    return outcome.kind !== 'timeout'
  }

  #finish(code: number, ours: ClosingReason | null, problem: Problem | null): void {
    if (this.#over) return
    this.#over = true
    this.#liveness.stop()
    this.calls.close()
    this.#controller.abort()
    const now = this.#clock.monotonic()
    const ending: Ending = {
      code,
      ours,
      problem,
      openMs: now - this.#startedAt,
      healthyMs: this.#readyAt === null ? 0 : now - this.#readyAt,
      hadEvent: this.#hadEvent,
      tokenRefused: this.#tokenRefused,
      error: this.#error,
    }
    this.owner.ended(this, ending)
    this.#resolveDone(ending)
  }
}

/** Takes over a socket that has just opened. It ends by itself, or by {@link End.close}. */
export function startEnd(socket: WebSocket, options: EndOptions): End {
  const end = new End(socket, options)
  end.listen()
  return end
}
