import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { PendingConnection } from '../../../shared/state.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { Log } from '../../kernel/log.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { OneBotAccount } from './account.ts'
import { isNews } from './attempts.ts'
import { startEnd } from './end.ts'
import { inWords, listenFailure, maxFrameMiB } from './failures.ts'
import { type Admission, admit, type Candidate, judge, type Refusal } from './handshake.ts'
import { Lobby } from './lobby.ts'
import type { Outside } from './standing.ts'

/** An account that listens here. */
export interface Tenant {
  readonly candidate: Candidate
  readonly account: OneBotAccount
  /** What its QQ end has to dial when the listener has this port. */
  dial(port: number): string
}

export interface ListenerOptions {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  readonly clock: Clock
  readonly log: Log
  readonly pending: Topic<Record<string, PendingConnection>>
  /** The accounts of this host and port at this moment. */
  tenants(): readonly Tenant[]
  /** Told each time the listener begins to listen or fails to. */
  changed(listener: Listener): void
}

const retryEvery = 10_000
const handshakeWithin = 10_000

/** A reverse-WebSocket server that one or more accounts share. Made by {@link startListener}. */
export class Listener {
  readonly lobby: Lobby
  readonly #options: ListenerOptions
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameMiB * 1024 * 1024,
  })
  #server: Server | null = null
  #port: number | null = null
  #outside: Outside = { kind: 'connecting' }
  #failures = 0
  #cancelRetry: () => void = () => undefined
  #closed = false

  constructor(options: ListenerOptions) {
    this.#options = options
    this.lobby = new Lobby({
      clock: options.clock,
      log: options.log,
      pending: options.pending,
      host: options.host,
      port: () => this.#port ?? options.port,
      judge: (visitor) => judge(visitor, this.#candidates()),
      bind: (end, accountId) => this.#account(accountId)?.attach(end),
      refused: (visitor, refusal) => this.#noteRefusal(visitor.remote, refusal),
    })
  }

  /** The port in use; null while it does not listen. */
  get port(): number | null {
    return this.#port
  }

  /** How it goes, for the accounts that listen here. */
  get outside(): Outside {
    return this.#outside
  }

  /** Tries to listen, now and every 10 s until it works. Resolves after the first try; does nothing when it listens. */
  async listen(): Promise<void> {
    this.#cancelRetry()
    if (this.#closed || this.#server) return
    const { host, port } = this.#options
    const server = createServer({ headersTimeout: handshakeWithin, connectionsCheckingInterval: 5_000 })
    server.on('request', (_request, response) => response.writeHead(426, { connection: 'close' }).end())
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#server = server
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.on('error', resolve)
      server.listen(port, host, () => resolve(null))
    })
    // A host name takes a moment to look up, in which this may have been closed.
    if (this.#closed) {
      server.close()
      return
    }
    if (failure) this.#failed(failure.code ?? failure.message)
    else this.#succeeded((server.address() as AddressInfo | null)?.port ?? port)
    this.#options.changed(this)
  }

  /** Takes no more connections; resolves when the last one, which belongs to its account, is gone. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelRetry()
    const server = this.#server
    if (!server) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await this.lobby.empty()
    await closed
  }

  #succeeded(port: number): void {
    this.#failures = 0
    this.#port = port
    this.#outside = { kind: 'listening', refused: null }
    this.#options.log.info('在等 QQ 端连进来', { host: this.#options.host, port })
  }

  #failed(code: string): void {
    const { host, port, clock, log } = this.#options
    this.#server = null
    this.#cancelRetry = clock.after(retryEvery, () => void this.listen())
    const problem = listenFailure(code, host, port)
    this.#outside = { kind: 'waiting', state: 'failed', problem, nextRetryAt: clock.now() + retryEvery }
    this.#failures++
    if (isNews(this.#failures)) log.warn(inWords(problem), { host, port, count: this.#failures })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined)
    if (this.#closed) {
      answer(socket, 503)
      return
    }
    const { url = '/', headers } = request
    const remote = plainAddress(request.socket.remoteAddress)
    const admission = admit({ url, headers, remote }, this.#candidates())
    if (admission.kind === 'refuse') {
      this.#noteRefusal(remote, admission)
      answer(socket, admission.status)
    } else if (admission.accountId === null && this.lobby.isFull(remote)) answer(socket, 503)
    else this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws, admission))
  }

  #welcome(ws: WebSocket, { visitor, accountId }: Admission): void {
    const { role, remote, selfId } = visitor
    const account = accountId === null ? undefined : this.#account(accountId)
    const owner = account ?? this.lobby
    const end = startEnd(ws, { clock: this.#options.clock, role, remote, selfId, owner })
    if (account) account.attach(end)
    else this.lobby.enter(end, visitor)
  }

  #noteRefusal(remote: string, { reason, accountIds }: Refusal): void {
    for (const id of accountIds) this.#account(id)?.missed('refused', remote, reason)
  }

  #account(id: string): OneBotAccount | undefined {
    return this.#options.tenants().find((tenant) => tenant.account.id === id)?.account
  }

  #candidates(): Candidate[] {
    return this.#options.tenants().map((tenant) => tenant.candidate)
  }
}

/**
 * Listens for QQ ends until `life` ends. Resolves when it listens or has failed: a failure is no error, it is shown
 * and tried again. Who may come in is decided from the headers alone, since NapCat gives up after two seconds.
 */
export async function startListener(life: Lifetime, options: ListenerOptions): Promise<Listener> {
  const listener = new Listener(options)
  life.defer(() => listener.close())
  await listener.listen()
  return listener
}

function answer(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** An IPv4 address that came over an IPv6 socket reads as IPv4. */
function plainAddress(address: string | undefined): string {
  return (address ?? '?').replace(/^::ffff:/, '')
}
