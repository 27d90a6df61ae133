import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import type { Handlers } from '../../src/agent/panel/call.ts'
import { dialPanel, openSession, servePanel } from '../support/serve-panel.ts'
import { createStandInAgent } from '../support/stand-in-agent.ts'

let life: Lifetime
beforeEach(() => {
  life = new Lifetime()
})
afterEach(() => life.dispose())

async function openPage(handlers: Partial<Handlers> = {}) {
  const panel = await servePanel(life, {}, createStandInAgent(handlers))
  const { cookie } = await openSession(panel.url, panel.token)
  const { socket } = await dialPanel(panel.url, { cookie, origin: panel.origin })
  const frames: unknown[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  return { ...panel, cookie, socket, frames, says: (frame: unknown) => socket.send(JSON.stringify(frame)) }
}

/** Waits for frames by the frame, not by the clock. */
async function framesOf(page: { socket: WebSocket; frames: unknown[] }, count: number): Promise<unknown[]> {
  while (page.frames.length < count) await once(page.socket, 'message')
  return page.frames
}

test('a page that watches gets the snapshot, then its answer, then the changes', async () => {
  const page = await openPage()
  page.says({ call: { id: 1, name: 'panel.watch', input: { topics: ['load'], feeds: ['logs'] } } })
  expect(await framesOf(page, 2)).toEqual([
    { state: { sequence: 1, topics: { load: { whole: true, set: expect.anything(), remove: [] } } } },
    { result: { id: 1, reply: { ok: true, output: { sequence: 1 } } } },
  ])
  page.parts.topics.load.set('running', 3)
  page.parts.feeds.logs.emit({ id: 'a', at: 0, level: 'info', module: 'chat', message: '你好' })
  page.clock.advance(80)
  expect((await framesOf(page, 4)).slice(2)).toEqual([
    { state: { sequence: 2, topics: { load: { whole: false, set: { running: 3 }, remove: [] } } } },
    { feed: { sequence: 1, feeds: { logs: { items: [expect.objectContaining({ id: 'a' })], skipped: 0 } } } },
  ])
})

test('problems of a call come back under its number', async () => {
  const page = await openPage()
  page.says({ call: { id: 9, name: 'no.such', input: {} } })
  expect(await framesOf(page, 1)).toEqual([
    { result: { id: 9, reply: { ok: false, problem: expect.objectContaining({ code: 'call.unknown' }) } } },
  ])
})

test.each(['{', '"call"', '{"call":{"id":"1","name":"app.pause"}}', '{"call":{"id":1}}'])(
  'the frame %s closes the connection and nothing else',
  async (text) => {
    const page = await openPage()
    page.socket.send(text)
    expect((await once(page.socket, 'close'))[0]).toBe(1008)
    const { cookie, url, origin } = page
    expect((await dialPanel(url, { cookie, origin })).status).toBe(101)
  },
)

test('pictures of 28 MB in all go along with what is said in 试聊', async () => {
  const sizes: number[] = []
  const page = await openPage({
    'sandbox.say': ({ pictures }) => {
      sizes.push(...pictures.map(({ length }) => length))
      return { chatId: 1 }
    },
  })
  const picture = Buffer.alloc(10_500_000, 7).toString('base64')
  const input = {
    chat: { kind: 'private', id: '90001' },
    personId: '90001',
    text: '',
    pictures: [picture, picture],
  }
  page.says({ call: { id: 1, name: 'sandbox.say', input } })
  expect(await framesOf(page, 1)).toEqual([{ result: { id: 1, reply: { ok: true, output: { chatId: 1 } } } }])
  expect(sizes).toEqual([14_000_000, 14_000_000])
})

test('a frame above 30 MiB closes the connection and is logged', async () => {
  const page = await openPage()
  page.socket.send(Buffer.alloc(30 * 1024 * 1024 + 1, 'a'), { binary: false })
  expect((await once(page.socket, 'close'))[0]).toBe(1009)
  expect(page.parts.lines).toMatchObject([{ level: 'warn', message: '面板的连接出错，已断开' }])
})

test('leaving ends the link and what runs for it', async () => {
  const aborted = Promise.withResolvers<void>()
  const page = await openPage({
    'models.list': (_input, signal) => {
      signal.addEventListener('abort', () => aborted.resolve())
      page.socket.close()
      return []
    },
  })
  expect(page.seen.openLinks).toBe(1)
  page.says({ call: { id: 1, name: 'models.list', input: { provider: 'local' } } })
  await aborted.promise
  expect(page.seen.openLinks).toBe(0)
})

test.each([
  ['no session', 401, { cookie: '' }, '/panel'],
  ['a made-up session', 401, { cookie: 'apricot=1' }, '/panel'],
  ['the origin of another page', 403, { origin: 'http://evil.example' }, '/panel'],
  ['another port of this machine', 403, { origin: 'http://127.0.0.1:3000' }, '/panel'],
  ['no origin', 403, { origin: '' }, '/panel'],
  ['a name that resolves here', 403, { host: 'evil.example', origin: 'http://evil.example' }, '/panel'],
  ['another path', 404, {}, '/other'],
])('a socket with %s is refused', async (_what, status, change, path) => {
  const { url, token, origin, seen } = await servePanel(life)
  const { cookie } = await openSession(url, token)
  expect((await dialPanel(url, { cookie, origin, ...change }, path)).status).toBe(status)
  expect(seen.openLinks).toBe(0)
})

test('a page that stops reading is cut off instead of filling the memory', async () => {
  const page = await openPage()
  page.says({ call: { id: 1, name: 'panel.watch', input: { topics: [], feeds: ['logs'] } } })
  await framesOf(page, 1)
  page.socket.pause()
  const message = 'x'.repeat(1024 * 1024)
  const ended = once(page.socket, 'close')
  // The kernel's own buffers swallow some megabytes first; how many is the system's affair.
  for (let batch = 0; batch < 64 && page.seen.openLinks > 0; batch++) {
    page.parts.feeds.logs.emit({ id: `${batch}`, at: 0, level: 'info', module: 'chat', message })
    page.clock.advance(80)
    await new Promise((resolve) => setImmediate(resolve))
  }
  page.socket.resume()
  expect((await ended)[0]).toBe(1006)
  expect(page.seen.openLinks).toBe(0)
})
