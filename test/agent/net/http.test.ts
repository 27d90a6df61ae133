import { getEventListeners, once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../src/agent/kernel/clock.ts'
import { ConnectTimeout, fetchOver, type HttpAgents, openAgents } from '../../../src/agent/net/http.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listen(server: net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that speaks raw bytes, one handler per connection. */
async function listenRaw(onConnection: (socket: Socket, number: number) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const address = await listen(
    net.createServer((socket) => {
      socket.on('error', () => {})
      onConnection(socket, sockets.size)
      sockets.add(socket)
    }),
  )
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
  })
  return address
}

function opened(clock: Clock = systemClock, agents: HttpAgents = openAgents()) {
  closing.push(() => agents.close())
  return fetchOver({ agents, clock, connectMs: 5000 })
}

/** A promise and how to fulfil it. */
function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}

function reply(body: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

describe('fetch over node:http', () => {
  it('sends method, headers and body, and gives status, headers and text back', async () => {
    const address = await listen(
      http.createServer(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        response.writeHead(418, { 'x-seen': `${request.method} ${request.url} ${request.headers['x-key']}` })
        response.end(body)
      }),
    )
    const response = await opened()(`http://${address}/a?b=1`, {
      method: 'POST',
      headers: { 'x-key': 'k' },
      body: '杏桃',
      signal: never(),
    })
    expect(response.ok).toBe(false)
    expect(response.status).toBe(418)
    expect(response.headers.get('X-Seen')).toBe('POST /a?b=1 k')
    expect(response.headers.get('retry-after')).toBeNull()
    expect(await response.body.text(1000)).toBe('杏桃')
  })

  it('reads no more of a text than it was allowed to', async () => {
    const address = await listenRaw((socket) =>
      socket.once('data', () => socket.write(reply('x'.repeat(5000)))),
    )
    const response = await opened()(`http://${address}/`, { signal: never() })
    expect(await response.body.text(10)).toBe('x'.repeat(10))
  })

  it('does not follow a redirect', async () => {
    let requests = 0
    const address = await listen(
      http.createServer((_, response) => {
        requests++
        response.writeHead(302, { location: '/other' }).end()
      }),
    )
    expect((await opened()(`http://${address}/`, { signal: never() })).status).toBe(302)
    expect(requests).toBe(1)
  })

  it('tries again on a fresh connection when a kept one turns out to be closed', async () => {
    const requests: number[] = []
    const address = await listenRaw((socket, number) =>
      socket.on('data', () => {
        requests.push(number)
        // The first connection answers once and hangs up on the second request without a word.
        if (requests.length === 2) socket.resetAndDestroy()
        else socket.write(reply('ok'))
      }),
    )
    const fetch = opened()
    for (let call = 0; call < 2; call++) {
      const response = await fetch(`http://${address}/`, { method: 'POST', body: '{}', signal: never() })
      expect(await response.body.text(100)).toBe('ok')
    }
    expect(requests).toEqual([0, 0, 1])
  })

  it('does not repeat a request that the other side had time to work on', async () => {
    const clock = createFakeClock()
    let requests = 0
    const address = await listenRaw((socket) =>
      socket.on('data', () => {
        requests++
        if (requests === 1) return socket.write(reply('ok'))
        clock.advance(1000)
        return socket.resetAndDestroy()
      }),
    )
    const fetch = opened(clock)
    await (await fetch(`http://${address}/`, { signal: never() })).body.text(100)
    await expect(fetch(`http://${address}/`, { signal: never() })).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    expect(requests).toBe(2)
  })

  it('does not repeat a request on a connection that was fresh', async () => {
    let requests = 0
    const address = await listenRaw((socket) =>
      socket.on('data', () => {
        requests++
        socket.resetAndDestroy()
      }),
    )
    await expect(opened()(`http://${address}/`, { signal: never() })).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    expect(requests).toBe(1)
  })

  it('gives up on a connection that does not come about, handshake included', async () => {
    const clock = createFakeClock()
    const { promise: connected, resolve } = deferred()
    const address = await listenRaw(() => resolve())
    const response = opened(clock)(`https://${address}/`, { signal: never() })
    const outcome = response.catch((error: unknown) => error)
    await connected
    await clock.advanceAsync(5000)
    expect(await outcome).toBeInstanceOf(ConnectTimeout)
    expect(clock.timers).toBe(0)
  })

  it('closes the connection and rejects with the reason when it is aborted before and in the answer', async () => {
    const ends: Promise<void>[] = []
    const { promise: asked, resolve: onAsked } = deferred()
    const address = await listenRaw((socket, number) => {
      ends.push(new Promise((resolve) => socket.once('close', () => resolve())))
      socket.once('data', () => {
        if (number === 0) onAsked()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')
      })
    })
    const fetch = opened()
    const early = new AbortController()
    const response = fetch(`http://${address}/`, { signal: early.signal })
    await asked
    early.abort(new Error('before'))
    await expect(response).rejects.toThrow('before')

    const late = new AbortController()
    const { body } = await fetch(`http://${address}/`, { signal: late.signal })
    expect((await body.next()).value?.toString()).toBe('half')
    late.abort(new Error('within'))
    await expect(body.next()).rejects.toThrow('within')
    await Promise.all(ends)
  })

  it('leaves no listener on the signal it was given', async () => {
    const address = await listenRaw((socket) => socket.on('data', () => socket.write(reply('ok'))))
    const { signal } = new AbortController()
    const fetch = opened()
    for (let call = 0; call < 3; call++) {
      await (await fetch(`http://${address}/`, { signal })).body.text(100)
      await settle()
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('a body', () => {
  it('lets the rest go by after release, so that the connection is used again', async () => {
    const sockets: Socket[] = []
    const address = await listenRaw((socket) => {
      sockets.push(socket)
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\npart'))
    })
    const agents = openAgents()
    const fetch = opened(systemClock, agents)
    for (let call = 0; call < 3; call++) {
      const { body } = await fetch(`http://${address}/`, { signal: never() })
      for await (const chunk of body) {
        expect(chunk.toString()).toBe('part')
        body.release()
        break
      }
      const free = once(agents.http, 'free')
      sockets[0]?.write('rest')
      await free
    }
    expect(sockets).toHaveLength(1)
  })

  it('gives the connection up when the rest does not come within a second', async () => {
    const clock = createFakeClock()
    const { promise: ended, resolve } = deferred()
    const address = await listenRaw((socket) => {
      socket.once('close', () => resolve())
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\npart'))
    })
    const { body } = await opened(clock)(`http://${address}/`, { signal: never() })
    await body.next()
    body.release()
    await clock.advanceAsync(1000)
    await ended
    expect(clock.timers).toBe(0)
  })

  it('rejects when the connection closes before the announced end', async () => {
    const address = await listenRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
    )
    const { body } = await opened()(`http://${address}/`, { signal: never() })
    await expect(body.text(1000)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('holds the other side back while nobody reads, and loses nothing', async () => {
    const megabytes = 64
    let written = 0
    const address = await listen(
      http.createServer((_, response) => {
        const pump = () => {
          while (written < megabytes) {
            written++
            if (!response.write(Buffer.alloc(1 << 20, written))) return void response.once('drain', pump)
          }
          response.end()
        }
        pump()
      }),
    )
    const { body } = await opened()(`http://${address}/`, { signal: never() })
    await settle(500)
    expect(written).toBeLessThan(megabytes)
    let bytes = 0
    for await (const chunk of body) bytes += chunk.length
    expect(bytes).toBe(megabytes << 20)
  })
})
