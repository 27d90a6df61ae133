import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/agent/kernel/clock.ts'
import { fetchOver } from '../../../src/agent/net/http.ts'
import { openWay, type Way } from '../../../src/agent/net/proxy.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { never } from '../../support/model-calls.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

function opened(proxy: string, login = ''): Way {
  const way = openWay(proxy, login)
  closing.push(() => way.close())
  return way
}

async function get(way: Way, url: string, clock = systemClock): Promise<{ status: number; text: string }> {
  const fetch = fetchOver({ agents: await way.agentsFor(url), clock, connectMs: 5000 })
  const { status, body } = await fetch(url, { signal: never() })
  return { status, text: await body.text(10_000) }
}

/** A proxy that answers requests itself, and passes tunnels on to `target`. */
async function httpProxy(target?: number) {
  const seen: { line: string; login: string | undefined }[] = []
  const server = http.createServer((request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, login: request.headers['proxy-authorization'] })
    response.end('through the proxy')
  })
  server.on('connect', (request, socket, head) => {
    seen.push({ line: `CONNECT ${request.url}`, login: request.headers['proxy-authorization'] })
    socket.on('error', () => {})
    if (target === undefined) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const onward = net.connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    closing.push(() => onward.destroy())
  })
  return { port: await listen(server), seen }
}

/** A SOCKS5 proxy that leads every name to `target`. */
async function socksProxy(target: number, login?: string) {
  const names: string[] = []
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, login ? 2 : 0]))
      if (!login) return socket.once('data', onRequest)
      return socket.once('data', (given) => {
        const user = given.subarray(2, 2 + (given[1] ?? 0)).toString()
        const password = given.subarray(3 + (given[1] ?? 0)).toString()
        const fits = `${user}:${password}` === login
        socket.write(Buffer.from([1, fits ? 0 : 1]))
        if (fits) socket.once('data', onRequest)
      })
    })
    const onRequest = (request: Buffer) => {
      names.push(request.subarray(5, 5 + (request[4] ?? 0)).toString())
      const onward = net.connect(target, '127.0.0.1', () => {
        socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        onward.pipe(socket).pipe(onward)
      })
      onward.on('error', () => socket.destroy())
    }
  })
  return { port: await listen(server), names }
}

async function plainServer() {
  let requests = 0
  const server = http.createServer((_, response) => {
    requests++
    response.end('reached')
  })
  return { port: await listen(server), count: () => requests }
}

describe('a way through a proxy', () => {
  it('gives plain requests to an HTTP proxy whole, with its login, over one connection', async () => {
    const proxy = await httpProxy()
    const way = opened(`http://127.0.0.1:${proxy.port}`, 'me:p@ss:word')
    for (let call = 0; call < 2; call++) {
      expect(await get(way, 'http://models.example/v1/models')).toEqual({
        status: 200,
        text: 'through the proxy',
      })
    }
    const login = `Basic ${Buffer.from('me:p@ss:word').toString('base64')}`
    const line = 'GET http://models.example/v1/models'
    expect(proxy.seen).toEqual([
      { line, login },
      { line, login },
    ])
    expect(way.proxyFor('http://models.example/v1')).toBe(`127.0.0.1:${proxy.port}`)
  })

  it('tunnels secure requests through an HTTP proxy', async () => {
    const pem = readFileSync(new URL('../../fixtures/self-signed.pem', import.meta.url))
    const target = await listen(
      https.createServer({ key: pem, cert: pem }, (_, response) => response.end('secret')),
    )
    const proxy = await httpProxy(target)
    // The certificate is nobody's: that it is looked at shows that TLS reaches to the other end.
    await expect(
      get(opened(`http://127.0.0.1:${proxy.port}`), 'https://models.example/'),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|CERT|UNABLE/),
    })
    expect(proxy.seen).toEqual([{ line: 'CONNECT models.example:443', login: undefined }])
  })

  it('hands back what an HTTP proxy says instead of a tunnel', async () => {
    const proxy = await httpProxy()
    expect(await get(opened(`http://127.0.0.1:${proxy.port}`), 'https://models.example/')).toMatchObject({
      status: 407,
    })
  })

  it.each([undefined, 'me:secret'])('lets a SOCKS5 proxy look names up (login %s)', async (login) => {
    const target = await plainServer()
    const proxy = await socksProxy(target.port, login)
    const way = opened(`socks5://127.0.0.1:${proxy.port}`, login)
    expect(await get(way, 'http://models.example/')).toEqual({ status: 200, text: 'reached' })
    expect(proxy.names).toEqual(['models.example'])
  })

  it('tells a wrong login of a SOCKS5 proxy', async () => {
    const proxy = await socksProxy((await plainServer()).port, 'me:secret')
    const way = opened(`socks5://127.0.0.1:${proxy.port}`, 'me:wrong')
    await expect(get(way, 'http://models.example/')).rejects.toMatchObject({ code: 'ERR_PROXY_LOGIN' })
  })

  it.each(['http', 'socks5'])('tells that there is no %s proxy', async (kind) => {
    const way = opened(`${kind}://127.0.0.1:9`)
    for (const scheme of ['http', 'https'])
      await expect(get(way, `${scheme}://models.example/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('gives up a proxy that says nothing', async () => {
    const asked = Promise.withResolvers<void>()
    const port = await listen(net.createServer((socket) => socket.on('data', () => asked.resolve())))
    const clock = createFakeClock()
    const call = get(opened(`http://127.0.0.1:${port}`), 'https://models.example/', clock)
    const outcome = call.catch((error: Error) => error.name)
    await asked.promise
    await clock.advanceAsync(5000)
    expect(await outcome).toBe('ConnectTimeout')
    expect(clock.timers).toBe(0)
  })

  it('is left at once by a request that is stopped before the proxy answers', async () => {
    const asked = Promise.withResolvers<void>()
    const port = await listen(net.createServer((socket) => socket.on('data', () => asked.resolve())))
    const way = opened(`http://127.0.0.1:${port}`)
    const clock = createFakeClock()
    const url = 'https://models.example/'
    const controller = new AbortController()
    const fetch = fetchOver({ agents: await way.agentsFor(url), clock, connectMs: 5000 })
    const outcome = fetch(url, { signal: controller.signal }).catch((error: Error) => error.name)
    await asked.promise
    controller.abort()
    expect(await outcome).toBe('AbortError')
    expect(clock.timers).toBe(0)
  })

  it('does not time out an answer that takes long once it is connected', async () => {
    const clock = createFakeClock()
    const target = await listen(
      http.createServer(async (_, response) => {
        await clock.advanceAsync(20_000)
        response.end('late')
      }),
    )
    const proxy = await socksProxy(target)
    const way = opened(`socks5://127.0.0.1:${proxy.port}`)
    expect((await get(way, 'http://models.example/', clock)).text).toBe('late')
    expect(clock.timers).toBe(0)
  })

  it('is not used for this computer itself', async () => {
    const target = await plainServer()
    const way = opened('http://127.0.0.1:9')
    for (const host of ['127.0.0.1', 'localhost']) {
      expect((await get(way, `http://${host}:${target.port}/`)).text).toBe('reached')
      expect(way.proxyFor(`http://${host}:${target.port}/`)).toBe('')
    }
    expect(target.count()).toBe(2)
  })

  it('is never left: a kept connection that turns out to be closed is made anew through the proxy', async () => {
    let requests = 0
    const port = await listen(
      net.createServer((socket) => {
        socket.on('data', () => {
          requests++
          if (requests === 2) socket.resetAndDestroy()
          else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        })
      }),
    )
    const way = opened(`http://127.0.0.1:${port}`)
    for (let call = 0; call < 2; call++) {
      expect((await get(way, 'http://models.example/')).text).toBe('ok')
    }
    expect(requests).toBe(3)
  })
})

it('a way without a proxy is straight', async () => {
  const target = await plainServer()
  expect((await get(opened(''), `http://127.0.0.1:${target.port}/`)).text).toBe('reached')
})
