import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import {
  type Answer,
  type FakeMember,
  FakeQQ,
  forwardActions,
  type ReceivedAction,
  type ReceivedForward,
  type ReceivedReaction,
  type ReceivedReply,
  receivedReply,
  type Segment,
} from './fake-qq.ts'

export type { Answer, ReceivedAction, ReceivedReply, Segment } from './fake-qq.ts'

export type Said = string | readonly Segment[]

/** Returns the answer, a promise of it (answers may thus come late or out of order), or `'never'`. */
export type Answerer = (params: Record<string, unknown>) => Answer | 'never' | Promise<Answer | 'never'>

/** How the forward server treats a handshake. */
export type Handshake =
  | { kind: 'check-token' }
  | { kind: 'refuse'; status: number; headers?: Record<string, string> }
  /** NapCat and LLOneBot: 101, one frame with retcode 1403, a close without a code. */
  | { kind: 'refuse-late' }
  /** Lagrange closes with 1002, onebots with 1008. */
  | { kind: 'close'; code: number }

export interface FakeOneBotOptions {
  selfId?: string
  token?: string
  /** Period of real heartbeats in milliseconds; 0 (the default) sends none. */
  heartbeatMs?: number
  /** Whether a lifecycle event opens every connection; true by default. */
  lifecycle?: boolean
  /** Reverse only: waits this long before it connects again; 0 (the default) does not. */
  reconnectMs?: number
  /** Whether it can send merged forwards; false by default, as plain ends are. */
  forwards?: boolean
  /** Further actions that it answers with 1404. */
  unsupported?: readonly string[]
  /** Reverse only: headers beside, or instead of, the usual ones; `null` leaves one out. */
  headers?: Record<string, string | null>
}

/**
 * The QQ end of OneBot v11 as a program of its own: a forward server or a reverse client over real sockets.
 * Everything it is told to do it does at once; everything it receives it remembers.
 */
export class FakeOneBot extends EventEmitter {
  readonly selfId: string
  readonly actions: ReceivedAction[] = []
  readonly replies: ReceivedReply[] = []
  readonly closes: { code: number; reason: string }[] = []
  /** HTTP statuses with which our connections were refused. */
  readonly refusals: number[] = []
  /** Headers of the handshakes that the forward server saw. */
  readonly handshakes: { url: string; headers: IncomingHttpHeaders }[] = []
  handshake: Handshake = { kind: 'check-token' }
  /** How many connections were opened so far. */
  opened = 0
  readonly #options: FakeOneBotOptions
  readonly #sockets = new Set<WebSocket>()
  readonly #answers = new Map<string, Answerer>()
  readonly #qq: FakeQQ
  #stopped = false
  #url = ''
  #server: Server | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #redial: NodeJS.Timeout | undefined

  constructor(options: FakeOneBotOptions = {}) {
    super()
    this.#options = options
    this.selfId = options.selfId ?? '10001'
    const { forwards = false, unsupported = [] } = options
    this.#qq = new FakeQQ(this.selfId, [...unsupported, ...(forwards ? [] : forwardActions)])
    // Tests wait for many things at once; that is no leak.
    this.setMaxListeners(0)
  }

  get url(): string {
    return this.#url
  }

  get connected(): number {
    return this.#sockets.size
  }

  /** Listens as a forward server; the bot dials {@link url}. */
  async listen(port = 0): Promise<this> {
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
    this.#server = createServer((_request, response) => response.writeHead(426).end())
    this.#server.on('upgrade', (request, socket: Duplex, head) => {
      socket.on('error', () => undefined)
      this.handshakes.push({ url: request.url ?? '', headers: request.headers })
      const refusal = this.#refusal(request.headers, request.url ?? '')
      if (refusal) {
        const headers = Object.entries(refusal.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
        socket.end(`HTTP/1.1 ${refusal.status} No\r\n${headers.join('')}Connection: close\r\n\r\n`)
        return
      }
      sockets.handleUpgrade(request, socket, head, (ws) => this.#serve(ws))
    })
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#url = `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    this.#startHeartbeat()
    return this
  }

  /** Connects as a reverse client; resolves when it is open or was refused, and rejects when nobody is there. */
  async connect(url: string): Promise<this> {
    this.#url = url
    this.#startHeartbeat()
    await this.#dial()
    return this
  }

  /** Merged forwards that the bot sent. */
  get forwards(): readonly ReceivedForward[] {
    return this.#qq.forwards
  }

  /** Reactions that the bot put under messages or took away. */
  get reactions(): readonly ReceivedReaction[] {
    return this.#qq.reactions
  }

  /** Ids of the messages that the bot took back. */
  get takenBack(): readonly string[] {
    return this.#qq.takenBack
  }

  /** The calls of one action so far. */
  calls(action: string): ReceivedAction[] {
    return this.actions.filter((received) => received.action === action)
  }

  /** Makes actions known, or unknown, to this end from now on. */
  support(actions: readonly string[], supported = true): void {
    this.#qq.support(actions, supported)
  }

  /** Gives somebody a card in a group, for those who ask. */
  setCard(groupId: string, userId: string, card: string): void {
    this.#qq.setCard(groupId, userId, card)
  }

  /** Says who is in a group; until then everybody is, as an ordinary member. */
  setMembers(groupId: string, members: readonly FakeMember[]): void {
    this.#qq.setMembers(groupId, members)
  }

  /** Keeps a forwarded conversation, and returns the segment that stands for it; see `spokenNode`. */
  forwarded(id: string, nodes: readonly unknown[]): Segment {
    this.#qq.setForward(id, nodes)
    return { type: 'forward', data: { id } }
  }

  /** Sets what an action gets as its answer from now on. */
  answer(action: string, answer: Answerer | Answer | 'never'): void {
    this.#answers.set(action, typeof answer === 'function' ? answer : () => answer)
  }

  /** Sends one frame as it is: a string as a text frame, bytes as a binary one unless `asText`. */
  sendRaw(data: string | Uint8Array, asText = typeof data === 'string'): void {
    for (const ws of this.#sockets) if (ws.readyState === WebSocket.OPEN) ws.send(data, { binary: !asText })
  }

  /** Sends an event with the common fields filled in. */
  event(fields: Record<string, unknown>): void {
    const common = { time: Math.floor(Date.now() / 1000), self_id: Number(this.selfId) }
    this.sendRaw(JSON.stringify({ ...common, ...fields }))
  }

  lifecycle(subType = 'connect'): void {
    this.event({ post_type: 'meta_event', meta_event_type: 'lifecycle', sub_type: subType })
  }

  heartbeat(fields: Record<string, unknown> = {}): void {
    const status = { online: true, good: true }
    const interval = this.#options.heartbeatMs || 5000
    this.event({ post_type: 'meta_event', meta_event_type: 'heartbeat', status, interval, ...fields })
  }

  /** Somebody speaks in a group; returns the message id. */
  groupMessage(groupId: string, userId: string, said: Said, fields: Record<string, unknown> = {}): number {
    const sender = { user_id: Number(userId), nickname: `user${userId}`, card: '', role: 'member' }
    const more = { message_type: 'group', sub_type: 'normal', group_id: Number(groupId), sender, ...fields }
    return this.#message(userId, said, more)
  }

  /** Somebody speaks in private; returns the message id. */
  privateMessage(userId: string, said: Said, fields: Record<string, unknown> = {}): number {
    const sender = { user_id: Number(userId), nickname: `user${userId}`, card: '' }
    return this.#message(userId, said, { message_type: 'private', sub_type: 'friend', sender, ...fields })
  }

  /** Somebody speaks to the bot in a group by mentioning it first; returns the message id. */
  atBot(groupId: string, userId: string, text: string, fields: Record<string, unknown> = {}): number {
    const at = { type: 'at', data: { qq: this.selfId } }
    return this.groupMessage(groupId, userId, [at, { type: 'text', data: { text: ` ${text}` } }], fields)
  }

  recall(groupId: string, messageId: number, userId: string): void {
    const ids = { group_id: Number(groupId), user_id: Number(userId), operator_id: Number(userId) }
    this.event({ post_type: 'notice', notice_type: 'group_recall', message_id: messageId, ...ids })
  }

  /** Somebody takes back what he said to the bot in private. */
  recallInPrivate(userId: string, messageId: number): void {
    const ids = { user_id: Number(userId), message_id: messageId }
    this.event({ post_type: 'notice', notice_type: 'friend_recall', ...ids })
  }

  pokeBot(groupId: string, userId: string): void {
    const ids = { group_id: Number(groupId), user_id: Number(userId), target_id: Number(this.selfId) }
    this.event({ post_type: 'notice', notice_type: 'notify', sub_type: 'poke', ...ids })
  }

  pokeBotInPrivate(userId: string): void {
    const ids = { user_id: Number(userId), sender_id: Number(userId), target_id: Number(this.selfId) }
    this.event({ post_type: 'notice', notice_type: 'notify', sub_type: 'poke', ...ids })
  }

  /** Resolves with the reply number `count`, counted from 1, as soon as it is there. */
  async reply(count = 1): Promise<ReceivedReply> {
    for (;;) {
      const reply = this.replies[count - 1]
      if (reply) return reply
      await once(this, 'action')
    }
  }

  /** Resolves with the call number `count` of this action, counted from 1. */
  async action(name: string, count = 1): Promise<ReceivedAction> {
    for (;;) {
      const found = this.actions.filter((received) => received.action === name)[count - 1]
      if (found) return found
      await once(this, 'action')
    }
  }

  /** Resolves once `count` connections were opened in all. */
  async connection(count = 1): Promise<void> {
    while (this.opened < count) await once(this, 'connection')
  }

  /** Resolves with the close number `count`, counted from 1, as this end saw it. */
  async closed(count = 1): Promise<{ code: number; reason: string }> {
    for (;;) {
      const close = this.closes[count - 1]
      if (close) return close
      await once(this, 'closed')
    }
  }

  /** Closes every connection politely. */
  close(code?: number, reason?: string): void {
    for (const ws of this.#sockets) ws.close(code, reason)
  }

  /** Tears every connection down without a word. */
  drop(): void {
    for (const ws of this.#sockets) ws.terminate()
  }

  /** Keeps the connections open but neither reads nor answers from now on, like a frozen program. */
  freeze(): void {
    for (const ws of this.#sockets) ws.pause()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#heartbeat)
    clearTimeout(this.#redial)
    this.drop()
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  #refusal(
    headers: IncomingHttpHeaders,
    url: string,
  ): { status: number; headers?: Record<string, string> } | null {
    if (this.handshake.kind === 'refuse') return this.handshake
    const token = this.#options.token
    if (this.handshake.kind !== 'check-token' || !token) return null
    const query = new URL(url, 'ws://end').searchParams.get('access_token')
    if (headers.authorization === `Bearer ${token}` || query === token) return null
    return { status: headers.authorization || query ? 403 : 401 }
  }

  #serve(ws: WebSocket): void {
    if (this.handshake.kind === 'refuse-late') {
      ws.on('error', () => undefined)
      ws.send(
        JSON.stringify({ status: 'failed', retcode: 1403, data: null, message: 'token验证失败', echo: null }),
      )
      ws.close()
      return
    }
    this.#adopt(ws)
    if (this.handshake.kind === 'close') ws.close(this.handshake.code, 'Unauthorized')
  }

  async #dial(): Promise<void> {
    const { token, headers = {} } = this.#options
    const usual = {
      'X-Self-ID': this.selfId,
      'X-Client-Role': 'Universal',
      'User-Agent': 'OneBot/11',
      Authorization: token === undefined ? null : `Bearer ${token}`,
    }
    const sent = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== null)
    const ws = new WebSocket(this.#url, {
      headers: Object.fromEntries(sent) as Record<string, string>,
      perMessageDeflate: false,
    })
    ws.on('close', () => this.#dialAgain())
    await new Promise<void>((resolve, reject) => {
      ws.on('unexpected-response', (_request, response) => {
        this.refusals.push(response.statusCode ?? 0)
        resolve()
        ws.terminate()
      })
      ws.on('open', () => {
        this.#adopt(ws)
        resolve()
      })
      ws.on('error', (error) => (this.#options.reconnectMs ? resolve() : reject(error)))
    })
  }

  #dialAgain(): void {
    clearTimeout(this.#redial)
    if (this.#stopped || !this.#options.reconnectMs) return
    this.#redial = setTimeout(() => void this.#dial(), this.#options.reconnectMs)
  }

  #adopt(ws: WebSocket): void {
    this.#sockets.add(ws)
    this.opened++
    ws.on('error', () => undefined)
    ws.on('close', (code, reason) => {
      this.#sockets.delete(ws)
      this.closes.push({ code, reason: reason.toString() })
      this.emit('closed')
    })
    ws.on('message', (data) => void this.#receive(ws, String(data)))
    if (this.#options.lifecycle !== false && this.handshake.kind !== 'close') this.lifecycle()
    this.emit('connection')
  }

  async #receive(ws: WebSocket, frame: string): Promise<void> {
    const { action, params = {}, echo } = JSON.parse(frame) as Partial<ReceivedAction>
    if (!action) return
    const received = { action, params, echo }
    this.actions.push(received)
    const reply = receivedReply(action, params)
    if (reply) this.replies.push(reply)
    const answerer = this.#answers.get(action) ?? (() => this.#qq.answer(received))
    const answer = answerer(params)
    this.emit('action')
    const settled = answer instanceof Promise ? await answer : answer
    if (settled === 'never' || ws.readyState !== WebSocket.OPEN) return
    ws.send(
      JSON.stringify({ status: 'ok', retcode: 0, data: null, message: '', wording: '', ...settled, echo }),
    )
  }

  #message(userId: string, said: Said, fields: Record<string, unknown>): number {
    const message = typeof said === 'string' ? [{ type: 'text', data: { text: said } }] : said
    const messageId = this.#qq.newMessageId()
    const ids = { message_id: messageId, user_id: Number(userId) }
    this.event({ post_type: 'message', ...ids, message, raw_message: '', font: 14, ...fields })
    return messageId
  }

  #startHeartbeat(): void {
    const period = this.#options.heartbeatMs
    if (period) this.#heartbeat = setInterval(() => this.heartbeat(), period)
  }
}
