import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import type { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { type ServeOptions, startServe } from '../../src/serve/serve.ts'
import { createStandInAgent } from './stand-in-agent.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** The web panel on a free port with a stand-in agent and a page of two files; ends with `life`. */
export async function servePanel(
  life: Lifetime,
  change: Partial<ServeOptions> = {},
  standIn = createStandInAgent(),
) {
  const rendererDir = await mkdtemp(join(tmpdir(), 'apricot-page-'))
  life.defer(() => rm(rendererDir, { recursive: true }))
  await mkdir(join(rendererDir, 'page', 'assets'), { recursive: true })
  await writeFile(join(rendererDir, 'secret.txt'), 'outside')
  await writeFile(join(rendererDir, 'page', 'index.html'), '<div id="root"></div>')
  await writeFile(join(rendererDir, 'page', 'assets', 'main-1a2b.js'), 'export {}')
  const options: ServeOptions = {
    dataDir: rendererDir,
    host: '127.0.0.1',
    port: 0,
    rendererDir: join(rendererDir, 'page'),
    version: '1.2.3',
    workers: {
      reader: pathToFileURL(join(rendererDir, 'reader.js')),
      image: pathToFileURL(join(rendererDir, 'image.js')),
      tool: pathToFileURL(join(rendererDir, 'tool.js')),
      desk: pathToFileURL(join(rendererDir, 'desk.js')),
    },
    ...change,
  }
  const ready = await startServe(options, standIn.startAgent, life)
  const url = new URL(ready.panel)
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? ''
  return { ...standIn, ready, url, token, origin: url.origin }
}

/** One request, with any Host header: fetch would not let a test lie about it. */
export async function ask(
  url: URL,
  {
    body,
    ...options
  }: { method?: string; path?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const sent = request(url, { ...options, agent: false })
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = await once(sent, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, headers: response.headers, text }
}

/** Exchanges a token as the page does; the cookie is '' when it was refused. */
export async function openSession(url: URL, token: string): Promise<{ answer: Answer; cookie: string }> {
  const answer = await ask(new URL('/session', url), {
    method: 'POST',
    headers: { origin: url.origin, 'content-type': 'application/json' },
    body: { token },
  })
  return { answer, cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
}

/** Dials `/panel`; `status` is what a refusal says, 101 when it was let in. */
export async function dialPanel(
  url: URL,
  headers: Record<string, string>,
  path = '/panel',
): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`ws://${url.host}${path}`, { headers })
  const status = await new Promise<number>((resolve, reject) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    socket.on('error', reject)
  })
  return { status, socket }
}
