import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { McpServer } from '../../../../src/shared/tools.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { installed, mcpBench } from './mcp-bench.ts'

/** server-everything behind an address. Ends with the block, or with `kill`. */
async function everythingAt(mode: 'sse' | 'streamableHttp', wantedPort?: number) {
  const port = wantedPort ?? (await freePort())
  const entry = installed('everything')
  const file = entry.transport === 'stdio' ? (entry.args[0] ?? '') : ''
  const env = { ...process.env, PORT: String(port) }
  const child: ChildProcess = spawn(process.execPath, [file, mode], { env, stdio: 'ignore' })
  await waitFor('the server to listen', () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    ),
  )
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { port, kill, [Symbol.asyncDispose]: kill }
}

async function freePort(): Promise<number> {
  await using server = await listen((_, response) => response.end())
  return server.port
}

async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function remote(url: string, more: Record<string, unknown> = {}): McpServer {
  return McpServer.parse({ id: 'far', transport: 'http', url, ...more })
}

it.each([
  ['streamableHttp', 'http', '/mcp'],
  ['sse', 'sse', '/sse'],
] as const)(
  'speaks with server-everything over %s, and comes back when it did',
  async (mode, transport, path) => {
    await using bench = await mcpBench()
    await using first = await everythingAt(mode)
    bench.mcp.update([remote(`http://127.0.0.1:${first.port}${path}`, { transport })])
    const state = await bench.reaches('running', 'far')
    expect(state).toMatchObject({ command: null, path: null, pid: null, stderr: [] })
    expect(await bench.call('far_echo', { message: '远' })).toBe('Echo: 远')
    await first.kill()
    const failure = bench.call('far_echo', { message: 'x' })
    await expect(failure).rejects.toMatchObject({ passing: true })
    const waiting = await bench.reaches('waiting-retry', 'far')
    expect(waiting.problem?.code).toMatch(/^mcp\.(unreachable|closed)$/)
    await using _second = await everythingAt(mode, first.port)
    bench.clock.advance(1000)
    await bench.reaches('running', 'far')
    expect(await bench.call('far_echo', { message: '又' })).toBe('Echo: 又')
  },
)

it('ends a call whose connection breaks in the middle', async () => {
  await using bench = await mcpBench()
  await using far = await everythingAt('streamableHttp')
  bench.mcp.update([remote(`http://127.0.0.1:${far.port}/mcp`)])
  await bench.reaches('running', 'far')
  const call = bench.call('far_trigger-long-running-operation', { duration: 60, steps: 60 })
  const settled = call.catch((error: unknown) => error)
  expect(await Promise.race([settled, new Promise((resolve) => setImmediate(resolve, 'waiting'))])).toBe(
    'waiting',
  )
  await far.kill()
  expect(await settled).toMatchObject({ passing: true, message: expect.stringContaining('做没做成不知道') })
})

it('sends the headers of its entry, and blames the key when it is refused', async () => {
  const seen: (string | undefined)[] = []
  await using far = await listen((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(401).end('who are you')
  })
  await using bench = await mcpBench()
  for (const transport of ['http', 'sse']) {
    const headers = [{ name: 'Authorization', secretValue: 'Bearer let-me-in' }]
    bench.mcp.update([remote(`${far.url}/mcp`, { transport, headers })])
    const { problem } = await bench.reaches('failed', 'far')
    expect(problem).toMatchObject({ code: 'mcp.auth', message: '「far」不认填的 Key（401）' })
    bench.mcp.update([])
  }
  expect(new Set(seen)).toEqual(new Set(['Bearer let-me-in']))
})

it.each(['http', 'sse'])(
  'follows no redirect to another origin, where its key does not belong (%s)',
  async (transport) => {
    let visits = 0
    await using other = await listen((_request, response) => {
      visits++
      response.end()
    })
    await using far = await listen((_request, response) => {
      response.writeHead(307, { location: `${other.url}/mcp` }).end()
    })
    await using bench = await mcpBench()
    const headers = [{ name: 'X-Key', secretValue: 'mine' }]
    bench.mcp.update([remote(`${far.url}/mcp`, { transport, headers })])
    const { problem } = await bench.reaches('failed', 'far')
    expect(problem).toMatchObject({ code: 'mcp.redirect', hint: expect.stringContaining(other.url) })
    expect(visits).toBe(0)
  },
)

it.each([
  [404, 'text/plain', 'no', 'mcp.address'],
  [503, 'text/plain', 'later', 'mcp.refused'],
  [200, 'text/html', '<html>', 'mcp.wrong-answer'],
  [200, 'application/json', '{"hello": 1}', 'mcp.wrong-answer'],
  [200, 'application/json', 'not json', 'mcp.wrong-answer'],
])('says what is wrong when the address answers %i %s %s', async (status, type, body, code) => {
  await using far = await listen((_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  await using bench = await mcpBench()
  const probe = bench.mcp.probe(remote(far.url), new AbortController().signal)
  await expect(probe).rejects.toMatchObject({ problem: { code } })
})

it('waits a minute for an address that never answers, and no longer than it is wanted', async () => {
  let asked = 0
  await using far = await listen(() => void asked++)
  await using bench = await mcpBench()
  const controller = new AbortController()
  const late = bench.mcp.probe(remote(far.url), controller.signal).catch((error: unknown) => error)
  const sse = bench.mcp
    .probe(remote(far.url, { transport: 'sse' }), controller.signal)
    .catch((error: unknown) => error)
  await waitFor('both to ask', () => asked === 2)
  await bench.clock.advanceAsync(60_000)
  expect(await late).toMatchObject({ problem: { code: 'mcp.timeout' } })
  expect(await sse).toMatchObject({ problem: { code: 'mcp.timeout' } })
  const unwanted = bench.mcp.probe(remote(far.url), controller.signal)
  await waitFor('the next to ask', () => asked === 3)
  controller.abort(new Error('closed the window'))
  await expect(unwanted).rejects.toThrow('closed the window')
  expect(bench.clock.timers).toBe(0)
})

it('tells an address where nobody listens', async () => {
  const port = await freePort()
  await using bench = await mcpBench()
  bench.mcp.update([remote(`http://127.0.0.1:${port}/mcp`)])
  const { problem } = await bench.reaches('waiting-retry', 'far')
  expect(problem).toMatchObject({ code: 'mcp.unreachable', detail: expect.stringContaining('ECONNREFUSED') })
})
