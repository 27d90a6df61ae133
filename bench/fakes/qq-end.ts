import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { freePort, listen } from './listen.ts'

export const selfId = 10001
export const accessToken = 't'

export interface Said {
  /** Number of the person. */
  readonly user: number
  /** Number of the group; absent in a private chat. */
  readonly group?: number
  readonly text: string
  /** Addressed to the bot with an @. */
  readonly at?: boolean
  /** A picture behind the text. */
  readonly picture?: { readonly name: string; readonly url: string }
}

/** A reply as it left the bot. `at` is the moment of its arrival, on the clock of `performance.now()`. */
export interface BotReply {
  readonly chat: string
  readonly text: string
  readonly at: number
}

/** The chat in which something is said, as replies name it. */
export function chatOf(said: Pick<Said, 'user' | 'group'>): string {
  return said.group === undefined ? `p${said.user}` : `g${said.group}`
}

type Params = Record<string, unknown>

/** What QQ is to the bot: sends events, takes actions and answers them at once. */
export class QQEnd {
  readonly mode: 'client' | 'server'
  readonly port: number
  onReply: (reply: BotReply) => void = () => undefined
  onConnected: () => void = () => undefined
  #socket: WebSocket | null = null
  #nextId = 1000
  #closed = false
  #closeServer: () => void = () => undefined

  constructor(mode: 'client' | 'server', port: number) {
    this.mode = mode
    this.port = port
  }

  /** Forward: this end listens and the bot dials. */
  serve(server: ReturnType<typeof createServer>): void {
    const sockets = new WebSocketServer({ server, perMessageDeflate: false })
    sockets.on('connection', (socket, request) => {
      const { authorization } = request.headers
      // The floors send none.
      if (authorization === undefined || authorization === `Bearer ${accessToken}`) this.#adopt(socket)
      else socket.close(1008)
    })
    this.#closeServer = () => {
      sockets.close()
      server.close()
      server.closeAllConnections()
    }
  }

  /** Reverse: the bot listens and this end dials until it is let in. */
  dial(): void {
    if (this.#closed) return
    const headers = {
      'X-Self-ID': String(selfId),
      'X-Client-Role': 'Universal',
      Authorization: `Bearer ${accessToken}`,
    }
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/`, { headers, perMessageDeflate: false })
    socket.on('open', () => this.#adopt(socket))
    socket.on('error', () => undefined)
    socket.on('close', () => setTimeout(() => this.dial(), 20))
  }

  say(said: Said): void {
    const id = this.#nextId++
    const message = [
      ...(said.at ? [{ type: 'at', data: { qq: String(selfId) } }] : []),
      { type: 'text', data: { text: said.at ? ` ${said.text}` : said.text } },
      ...(said.picture ? [imageOf(said.picture)] : []),
    ]
    this.#event({
      post_type: 'message',
      message_type: said.group === undefined ? 'private' : 'group',
      sub_type: said.group === undefined ? 'friend' : 'normal',
      message_id: id,
      message_seq: id,
      real_id: id,
      ...(said.group !== undefined && { group_id: said.group, anonymous: null }),
      user_id: said.user,
      message,
      message_format: 'array',
      raw_message: said.at ? `[CQ:at,qq=${selfId}] ${said.text}` : said.text,
      font: 14,
      sender: { user_id: said.user, nickname: `user${said.user}`, card: '', role: 'member' },
    })
  }

  close(): void {
    this.#closed = true
    this.#socket?.terminate()
    this.#closeServer()
  }

  #adopt(socket: WebSocket): void {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
    })
    socket.on('message', (data) => this.#act(socket, data.toString()))
    this.#event({ post_type: 'meta_event', meta_event_type: 'lifecycle', sub_type: 'connect' })
    this.onConnected()
  }

  #event(fields: Params): void {
    const time = Math.floor(Date.now() / 1000)
    this.#socket?.send(JSON.stringify({ time, self_id: selfId, ...fields }))
  }

  #act(socket: WebSocket, frame: string): void {
    const at = performance.now()
    const { action, params, echo } = JSON.parse(frame) as { action: string; params: Params; echo?: unknown }
    const data = this.#answer(action, params, at)
    if (echo !== undefined) socket.send(JSON.stringify({ status: 'ok', retcode: 0, data, message: '', echo }))
  }

  #answer(action: string, params: Params, at: number): Params {
    if (action === 'get_login_info') return { user_id: selfId, nickname: 'bench' }
    if (action === 'get_status') return { online: true, good: true }
    if (action === 'get_version_info') return { app_name: 'bench', app_version: '1', protocol_version: 'v11' }
    if (!action.startsWith('send_')) return {}
    const group = action === 'send_group_msg' ? params.group_id : undefined
    const chat = group === undefined ? `p${params.user_id}` : `g${group}`
    this.onReply({ chat, text: textOf(params.message), at })
    return { message_id: this.#nextId++ }
  }
}

/** Starts the end on a free port of this machine. */
export async function startQQEnd(mode: 'client' | 'server'): Promise<QQEnd> {
  if (mode === 'server') {
    const end = new QQEnd(mode, await freePort())
    end.dial()
    return end
  }
  const server = createServer()
  const end = new QQEnd(mode, await listen(server))
  end.serve(server)
  return end
}

function imageOf({ name, url }: NonNullable<Said['picture']>) {
  return { type: 'image', data: { summary: '', file: name, sub_type: 0, url } }
}

function textOf(message: unknown): string {
  const parts = message as { type: string; data: { text?: string } }[]
  return parts.map(({ type, data }) => (type === 'text' ? (data.text ?? '') : '')).join('')
}
