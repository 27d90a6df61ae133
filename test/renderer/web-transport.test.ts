import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Connection, LiveTransport } from '../../src/renderer/live/live-link.ts'
import { openWebTransport } from '../../src/renderer/live/web-transport.ts'

let server: Server
let sockets: WebSocketServer
let turnsAway: boolean

beforeEach(async () => {
  turnsAway = false
  server = createServer((_, response) => response.end('ok'))
  sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (turnsAway) socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client))
  })
  sockets.on('connection', echo)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(() => {
  for (const client of sockets.clients) client.terminate()
  server.closeAllConnections()
  server.close()
})

/** Answers each call with its own input. */
function echo(client: WebSocket): void {
  client.on('message', (data) => {
    const { call } = JSON.parse(String(data)) as { call: { id: number; name: string; input: unknown } }
    client.send(
      JSON.stringify({ result: { id: call.id, reply: { ok: true, output: [call.name, call.input] } } }),
    )
  })
}

function open(): LiveTransport {
  const { port } = server.address() as AddressInfo
  const page = new URL(`http://127.0.0.1:${port}/`)
  return openWebTransport(page as unknown as Location)
}

function reaches(transport: LiveTransport, wanted: Connection): Promise<void> {
  return new Promise((resolve) => {
    const stop = transport.onConnection((connection) => {
      if (connection !== wanted) return
      stop()
      resolve()
    })
  })
}

test('a call made before the socket is open is answered when it is', async () => {
  const transport = open()
  await expect(transport.call('app.pause', { paused: true })).resolves.toEqual({
    ok: true,
    output: ['app.pause', { paused: true }],
  })
})

test('state and feed frames reach their own listeners', async () => {
  const transport = open()
  const heard: unknown[] = []
  const both = new Promise<void>((resolve) => {
    const hear = (kind: string) => (message: unknown) => {
      heard.push([kind, message])
      if (heard.length === 2) resolve()
    }
    transport.onState(hear('state'))
    transport.onFeed(hear('feed'))
  })
  await transport.call('app.pause', {})
  for (const client of sockets.clients) {
    client.send(JSON.stringify({ state: { sequence: 1 } }))
    client.send(JSON.stringify({ feed: { sequence: 5 } }))
  }
  await both
  expect(heard).toEqual([
    ['state', { sequence: 1 }],
    ['feed', { sequence: 5 }],
  ])
})

test('a lost socket fails the call under way with a problem, and is opened again', async () => {
  const transport = open()
  await transport.call('app.pause', {})
  sockets.removeListener('connection', echo)
  for (const client of sockets.clients) client.removeAllListeners('message')
  const pending = transport.call('app.pause', {})
  const lost = reaches(transport, 'reconnecting')
  const back = reaches(transport, 'open')
  for (const client of sockets.clients) client.terminate()
  await expect(pending).resolves.toMatchObject({ ok: false, problem: { code: 'panel.offline' } })
  await lost
  sockets.on('connection', echo)
  await back
  await expect(transport.call('app.pause', 1)).resolves.toMatchObject({ ok: true })
})

test('a healthy server that turns the socket away says refused', async () => {
  turnsAway = true
  await reaches(open(), 'refused')
})
