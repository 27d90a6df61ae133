import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Agent } from '../agent/agent.ts'
import type { Lifetime } from '../agent/kernel/lifetime.ts'
import type { Reply } from '../shared/ipc.ts'
import type { FeedMessage, StateMessage } from '../shared/state.ts'
import type { PanelDoor } from './panel-app.ts'
import { isOwnOrigin, isTrustedHost } from './trusted-host.ts'

/** Bytes that may wait for a reader. One that is further behind is cut off: it comes back for the snapshots. */
const mostBuffered = 4 * 1024 * 1024
/** Bytes of one call; the largest brings pictures along, 28 MB of base64 in all. */
const largestFrame = 30 * 1024 * 1024

const CallFrame = z.object({
  call: z.object({ id: z.int(), name: z.string().max(100), input: z.unknown() }),
})

type ServerFrame =
  | { result: { id: number; reply: Reply<unknown> } }
  | { state: StateMessage }
  | { feed: FeedMessage }

/** Opens the WebSocket `/panel` on `server`: one link of the agent for each browser page. */
export function openPanelSocket(server: Server, agent: Agent, door: PanelDoor, life: Lifetime): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame })
  life.defer(() => {
    for (const socket of sockets.clients) socket.close(1001)
    sockets.close()
  })
  const upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, door)
    if (refusal) connection.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else sockets.handleUpgrade(request, connection, head, (socket) => joinLink(socket, agent))
  }
  server.on('upgrade', upgrade)
  life.defer(() => void server.off('upgrade', upgrade))
}

function refusalOf(request: IncomingMessage, door: PanelDoor): string | null {
  const { host, origin, cookie } = request.headers
  if (!isTrustedHost(host, door.boundTo) || !isOwnOrigin(origin, host)) return '403 Forbidden'
  if (request.url !== '/panel') return '404 Not Found'
  if (!door.sessions.knows(cookieValue(cookie, door.cookieName))) return '401 Unauthorized'
  return null
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(/; */).find((candidate) => candidate.startsWith(`${name}=`))
  return pair?.slice(name.length + 1)
}

function joinLink(socket: WebSocket, agent: Agent): void {
  const send = (frame: ServerFrame) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const sendBatch = (frame: ServerFrame) => {
    if (socket.bufferedAmount > mostBuffered) socket.terminate()
    else send(frame)
  }
  const link = agent.link({ state: (state) => sendBatch({ state }), feed: (feed) => sendBatch({ feed }) })
  socket.on('message', (data, isBinary) => {
    const frame = isBinary ? null : CallFrame.safeParse(parseJson(String(data)))
    if (!frame?.success) return socket.close(1008, 'not a call')
    const { id, name, input } = frame.data.call
    void link.call(name, input).then((reply) => send({ result: { id, reply } }))
  })
  // A frame that breaks the protocol closes the socket; without a listener it would end the process.
  socket.on('error', (error) => agent.log('warn', '面板的连接出错，已断开', { error: error.message }))
  socket.on('close', () => link.dispose())
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
