import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { FetchKind } from '../../../src/agent/net/fetch-problems.ts'
import { type GuardedRequest, guardedFetch, type Resolve } from '../../../src/agent/net/guarded-fetch.ts'
import { isPublicAddress } from '../../../src/agent/net/public-address.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A server on this machine that answers as told, and counts what it was asked. */
async function serve(answer: RequestListener): Promise<{ port: number; asked: string[]; server: Server }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, asked, server }
}

const pictures: FetchKind = {
  code: 'picture',
  name: '图片',
  headers: { accept: 'image/*' },
  hints: { private: '', tooLarge: '', slow: '' },
}

const loopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

function open(resolve: Resolve = loopback) {
  const clock = createFakeClock()
  const fetch = guardedFetch({ clock, resolve })
  const get = (url: string, more: Partial<GuardedRequest> = {}) =>
    fetch(url, {
      kind: pictures,
      maxBytes: 1000,
      timeoutMs: 30_000,
      allowHosts: [],
      signal: new AbortController().signal,
      ...more,
    })
  return { clock, get }
}

const failsWith = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) })

it('answers with bytes, status and type; the bytes are alone in their memory', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'Image/PNG; charset=binary' }).end('pixels')
  })
  const progress: number[] = []
  const answer = await open().get(`http://127.0.0.1:${port}/a?rkey=1`, {
    allowHosts: ['127.0.0.1'],
    onProgress: (bytes) => progress.push(bytes),
  })
  expect(answer).toMatchObject({ status: 200, contentType: 'image/png' })
  expect([answer.bytes.toString(), answer.bytes.buffer.byteLength]).toEqual(['pixels', 6])
  expect(progress.at(-1)).toBe(6)
})

it('tells where the answer came from, its character set and packing, and sends the headers of its kind', async () => {
  const headers = { 'content-type': 'text/html; Charset="GBK"', 'content-encoding': 'gzip' }
  let accept: string | undefined
  const { port } = await serve((request, response) => {
    accept = request.headers.accept
    if (request.url === '/') response.writeHead(302, { location: '/there' }).end()
    else response.writeHead(200, headers).end('x')
  })
  const kind = { ...pictures, headers: { accept: 'text/html' } }
  const answer = await open().get(`http://127.0.0.1:${port}/`, { kind, allowHosts: ['127.0.0.1'] })
  expect([answer.url, answer.contentType, answer.charset, answer.encoding, accept]).toEqual([
    `http://127.0.0.1:${port}/there`,
    'text/html',
    'gbk',
    'gzip',
    'text/html',
  ])
})

it('names what it fetches in its problems', async () => {
  const kind: FetchKind = {
    code: 'page',
    name: '网页',
    headers: {},
    hints: { private: '', tooLarge: '挑短的', slow: '' },
  }
  const { port } = await serve((_request, response) => void response.end('x'.repeat(2000)))
  const getting = open().get(`http://127.0.0.1:${port}/`, { kind, allowHosts: ['127.0.0.1'] })
  const problem = { code: 'page.too-large', message: '网页超过了 0 MB，没有取', hint: '挑短的' }
  await expect(getting).rejects.toEqual(expect.objectContaining({ problem }))
})

it('reads a body of unknown length', async () => {
  const { port } = await serve((_request, response) => {
    response.write('one ')
    response.end('two')
  })
  const { bytes } = await open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })
  expect([bytes.toString(), bytes.buffer.byteLength]).toEqual(['one two', 7])
})

it.each([204, 304])(
  'hands out no memory that nobody filled when a %i announces what it does not send',
  async (code) => {
    const { port } = await serve(({ socket }) => {
      socket.end(`HTTP/1.1 ${code} Nothing\r\ncontent-length: 500\r\n\r\n`)
    })
    const { status, bytes } = await open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })
    expect([status, bytes.length, bytes.buffer.byteLength]).toEqual([code, 0, 0])
  },
)

it.each([
  'file:///etc/passwd',
  'ftp://a.example/1',
  'data:image/png;base64,AAAA',
  'http://user:secret@a.example/1',
  '/app/picture.png',
  '',
])('G03: does not go to %s', async (url) => {
  await expect(open().get(url)).rejects.toEqual(failsWith('picture.address'))
})

it.each([
  'http://127.0.0.1:1/',
  'http://169.254.169.254/latest/meta-data',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.16.0.1/',
  'http://100.64.0.1/',
  'http://0.0.0.0/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::c0a8:101]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://198.18.0.1/',
  'http://255.255.255.255/',
])('G02: does not go to %s', async (url) => {
  await expect(open().get(url)).rejects.toEqual(failsWith('picture.private'))
})

it.each<[string, string[]]>([
  ['this machine', ['127.0.0.1']],
  ['the cloud that it runs in', ['169.254.169.254']],
  ['this machine in IPv6', ['::1']],
  ['a public and a private one', ['93.184.216.34', '10.0.0.1']],
  ['nothing that can be read', ['localhost']],
])('G02: does not go to a name that resolves to %s', async (_what, addresses) => {
  const { port, asked } = await serve((_request, response) => void response.end('secret'))
  const resolve: Resolve = async () => addresses.map((address) => ({ address, family: 4 }))
  await expect(open(resolve).get(`http://pic.example:${port}/`)).rejects.toEqual(failsWith('picture.private'))
  expect(asked).toEqual([])
})

it.each(['http://169.254.169.254/', 'http://127.0.0.1:1/', '//localhost/', 'http://inner.example/'])(
  'G02: does not follow a redirect to %s',
  async (location) => {
    const { port } = await serve((_request, response) => void response.writeHead(302, { location }).end())
    const allowHosts = [`pic.example:${port}`]
    await expect(open().get(`http://pic.example:${port}/`, { allowHosts })).rejects.toEqual(
      failsWith('picture.private'),
    )
  },
)

it('G02: does not follow a redirect to a file', async () => {
  const location = 'file:///etc/passwd'
  const { port } = await serve((_request, response) => void response.writeHead(302, { location }).end())
  await expect(open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })).rejects.toEqual(
    failsWith('picture.address'),
  )
})

it('follows five redirects, and no sixth', async () => {
  const { port, asked } = await serve(({ url = '' }, response) => {
    const left = Number(url.slice(1))
    if (left === 0) response.end('there')
    else response.writeHead(301, { location: `/${left - 1}` }).end()
  })
  const { get } = open()
  const allowHosts = ['127.0.0.1']
  expect((await get(`http://127.0.0.1:${port}/5`, { allowHosts })).bytes.toString()).toBe('there')
  expect(asked).toEqual(['/5', '/4', '/3', '/2', '/1', '/0'])
  await expect(get(`http://127.0.0.1:${port}/6`, { allowHosts })).rejects.toEqual(
    failsWith('picture.redirects'),
  )
})

it('connects to the address that was looked up, not to what the name means a moment later', async () => {
  const looked: string[] = []
  const resolve: Resolve = async (name) => {
    looked.push(name)
    return [{ address: looked.length === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
  }
  const { port } = await serve((_request, response) => void response.end('ok'))
  const answer = await open(resolve).get(`http://pic.example:${port}/`, { allowHosts: ['pic.example'] })
  expect([answer.status, looked]).toEqual([200, ['pic.example']])
})

it('goes to private hosts that are allowed, with any port or the one that is named', async () => {
  const { port } = await serve((_request, response) => void response.end('ok'))
  const { get } = open()
  for (const allowHosts of [['nas.lan'], [`nas.lan:${port}`], ['NAS.lan']]) {
    expect((await get(`http://nas.lan:${port}/`, { allowHosts })).status).toBe(200)
  }
  for (const allowHosts of [['other.lan'], ['nas.lan:1'], ['as.lan']]) {
    await expect(get(`http://nas.lan:${port}/`, { allowHosts })).rejects.toEqual(failsWith('picture.private'))
  }
})

it('G04: refuses a body of 2 GB by what it announces, before it comes', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 2_000_000_000 })
    response.write('x')
  })
  await expect(open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })).rejects.toEqual(
    failsWith('picture.too-large'),
  )
})

it('G04: cuts off an endless body at the limit', async () => {
  let sent = 0
  const { port, server } = await serve((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1000))) sent += 1000
    }
    response.on('drain', more)
    response.on('error', () => undefined)
    more()
  })
  await expect(open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })).rejects.toEqual(
    failsWith('picture.too-large'),
  )
  await waitFor(
    'the connection to be closed',
    () => new Promise<boolean>((resolve) => server.getConnections((_error, count) => resolve(count === 0))),
  )
  expect(sent).toBeLessThan(50_000_000)
})

it('G04: gives up a slow body when its time is over', async () => {
  const { port, asked } = await serve((_request, response) => void response.write('x'))
  const { clock, get } = open()
  const getting = get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })
  const ended = expect(getting).rejects.toEqual(failsWith('picture.slow'))
  await waitFor('the request', () => asked.length > 0)
  clock.advance(30_000)
  await ended
  expect(clock.timers).toBe(0)
})

it('stops with the signal, and leaves no timer behind', async () => {
  const { port, asked } = await serve((_request, response) => void response.write('x'))
  const stop = new AbortController()
  const { clock, get } = open()
  const getting = get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'], signal: stop.signal })
  const ended = expect(getting).rejects.toBe('enough')
  await waitFor('the request', () => asked.length > 0)
  stop.abort('enough')
  await ended
  expect(clock.timers).toBe(0)
})

it('says so of a server that is not there, or breaks off', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('x', () => response.destroy())
  })
  const { get } = open()
  const allowHosts = ['127.0.0.1']
  const unreachable = failsWith('picture.unreachable')
  await expect(get(`http://127.0.0.1:${port}/`, { allowHosts })).rejects.toEqual(unreachable)
  await expect(get('http://127.0.0.1:1/', { allowHosts })).rejects.toEqual(unreachable)
  const nowhere: Resolve = async () => []
  await expect(open(nowhere).get('http://pic.example/')).rejects.toEqual(unreachable)
})

it('answers with the beginning of what a refusal says', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end('x'.repeat(100_000))
  })
  const answer = await open().get(`http://127.0.0.1:${port}/`, { allowHosts: ['127.0.0.1'] })
  expect([answer.status, answer.bytes.length]).toEqual([400, 65_536])
})

it('takes what proxy programs resolve names to for public, unless it is written as a number', () => {
  expect(isPublicAddress('198.18.3.4', true)).toBe(true)
  expect(isPublicAddress('198.18.3.4', false)).toBe(false)
  expect(isPublicAddress('93.184.216.34', false)).toBe(true)
  expect(isPublicAddress('2606:2800:220:1::1', false)).toBe(true)
  expect(isPublicAddress('64:ff9b::5db8:d822', false)).toBe(true)
  expect(isPublicAddress('2001::1', true)).toBe(false)
})
