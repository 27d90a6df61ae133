import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AgentOptions } from '../../src/agent/agent.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { ask, dialPanel, openSession, servePanel } from '../support/serve-panel.ts'
import { createStandInAgent } from '../support/stand-in-agent.ts'
import { tempDir } from '../support/temp-dir.ts'

let life: Lifetime
beforeEach(() => {
  life = new Lifetime()
})
afterEach(() => life.dispose())

test('the ready line has the panel with a one-time token and the accounts that listen', async () => {
  const { ready, seen, origin } = await servePanel(life)
  expect(ready).toEqual({
    ready: true,
    panel: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/),
    accounts: [{ id: 'main', listen: 'ws://127.0.0.1:6700' }],
  })
  expect(seen.announced).toEqual([`${origin}/`])
  expect(seen.options).toMatchObject([{ host: 'web', version: '1.2.3', sharp: 'sharp' }])
})

test('anybody may ask whether it is healthy', async () => {
  const { url } = await servePanel(life)
  const answer = await ask(new URL('/healthz', url), { headers: { host: 'probe.example' } })
  expect([answer.status, answer.text]).toEqual([200, '{"ok":true}'])
})

test('the page comes with its policy, and only hashed files are kept by browsers', async () => {
  const { url } = await servePanel(life)
  const page = await ask(url)
  expect([page.status, page.text]).toEqual([200, '<div id="root"></div>'])
  expect(page.headers).toMatchObject({
    'content-type': expect.stringContaining('text/html'),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self';.*connect-src 'self' ws:\/\/127\.0\.0\.1:\d+ /,
    ),
  })
  const script = await ask(new URL('/assets/main-1a2b.js', url))
  expect(script.headers).toMatchObject({
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=31536000, immutable',
  })
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//secret.txt',
])('%s does not lead out of the page', async (path) => {
  const { url } = await servePanel(life)
  // Given as text: a URL would resolve the dots before they are sent.
  const answer = await ask(url, { path })
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('outside')
})

test('a page elsewhere that resolves to this machine gets nothing', async () => {
  const { url } = await servePanel(life)
  const answer = await ask(url, { headers: { host: 'rebound.example' } })
  expect(answer.status).toBe(403)
  expect(answer.text).not.toContain('root')
})

test('a token opens one session, whose cookie scripts cannot read', async () => {
  const { url, token } = await servePanel(life)
  const { answer, cookie } = await openSession(url, token)
  expect(answer.status).toBe(204)
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^apricot-\d+=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/),
  ])
  const again = await openSession(url, token)
  expect([again.answer.status, again.cookie]).toEqual([401, ''])
  expect(JSON.parse(again.answer.text).problem).toMatchObject({ code: 'panel.token' })
  expect((await dialPanel(url, { cookie, origin: url.origin })).status).toBe(101)
})

test('an address that was opened before is welcome in the browser that opened it', async () => {
  const { url, token } = await servePanel(life)
  const { cookie } = await openSession(url, token)
  const headers = { origin: url.origin, cookie }
  const answer = await ask(new URL('/session', url), { method: 'POST', headers, body: { token } })
  expect(answer.status).toBe(204)
})

test.each([{ token: 'wrong' }, { token: 7 }, [], 'text', undefined])(
  'the session request %j is refused',
  async (body) => {
    const { url } = await servePanel(life)
    const headers = { origin: url.origin }
    expect((await ask(new URL('/session', url), { method: 'POST', headers, body })).status).toBe(401)
  },
)

test('a page elsewhere cannot use up the token', async () => {
  const { url, token } = await servePanel(life)
  const post = { method: 'POST', body: { token } }
  const from = (headers: Record<string, string>) => ask(new URL('/session', url), { ...post, headers })
  expect((await from({ origin: 'http://127.0.0.1:1' })).status).toBe(403)
  expect((await from({})).status).toBe(403)
  expect((await openSession(url, token)).answer.status).toBe(204)
})

test('a token of the environment opens as many sessions as wanted and is never printed', async () => {
  const token = 'sixteen-letters-or-more'
  const { url, ready } = await servePanel(life, { token })
  expect(ready.panel).toBe(`${url.origin}/`)
  expect((await openSession(url, token)).answer.status).toBe(204)
  expect((await openSession(url, token)).answer.status).toBe(204)
})

test('the port is refused in words when another program has it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  life.defer(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(servePanel(life, { port })).rejects.toMatchObject({
    problem: { code: 'serve.port', message: `端口 ${port} 已经有程序在用` },
  })
})

test('ending stops the agent, closes the pages and frees the port', async () => {
  const { url, token, seen } = await servePanel(life)
  const { cookie } = await openSession(url, token)
  const { socket } = await dialPanel(url, { cookie, origin: url.origin })
  const closed = once(socket, 'close')
  await life.dispose()
  expect((await closed)[0]).toBe(1001)
  expect([seen.disposed, seen.openLinks]).toEqual([true, 0])
  await expect(ask(new URL('/healthz', url))).rejects.toThrow('ECONNREFUSED')
})

test('an agent that is ready only after the end was asked for is stopped too', async () => {
  const standIn = createStandInAgent()
  const startAgent = async (options: AgentOptions) => {
    void life.dispose()
    return standIn.startAgent(options)
  }
  await expect(servePanel(life, {}, { ...standIn, startAgent })).rejects.toThrow('aborted')
  expect(standIn.seen.disposed).toBe(true)
})

test('pictures are shown to who may see the panel, and to nobody else', async () => {
  const panel = await servePanel(life)
  const dir = await tempDir()
  life.defer(async () => await dir[Symbol.asyncDispose]())
  await writeFile(dir.file('a.webp'), 'pixels')
  const [hash, gone] = ['a'.repeat(64), 'b'.repeat(64)]
  panel.pictures.set(hash, { path: dir.file('a.webp'), type: 'image/webp' })
  panel.pictures.set(gone, { path: dir.file('b.webp'), type: 'image/webp' })
  const at = (path: string, headers = {}) => ask(new URL(path, panel.url), { headers })
  expect((await at(`/media/${hash}`)).status).toBe(401)
  expect((await at(`/media/${hash}`, { cookie: 'apricot-1=x' })).status).toBe(401)

  const { cookie } = await openSession(panel.url, panel.token)
  const answer = await at(`/media/${hash}`, { cookie })
  expect([answer.status, answer.text]).toEqual([200, 'pixels'])
  expect(answer.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=300',
    'x-content-type-options': 'nosniff',
  })
  expect((await at(`/media/${hash}`, { cookie, host: 'evil.example' })).status).toBe(403)
  for (const path of [
    `/media/${gone}`,
    `/media/${'c'.repeat(64)}`,
    '/media/../secret.txt',
    `/media/${hash}x`,
  ]) {
    expect((await at(path, { cookie })).status).toBe(404)
  }
})
