import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Agent, AgentOptions } from '../agent/agent.ts'
import type { Lifetime } from '../agent/kernel/lifetime.ts'
import { ProblemError } from '../agent/kernel/problem.ts'
import type { ServeArguments } from './arguments.ts'
import { newToken, Sessions } from './sessions.ts'

export interface ServeOptions extends ServeArguments {
  /** Folder of the built panel, with index.html in it. */
  readonly rendererDir: string
  readonly version: string
  readonly workers: AgentOptions['workers']
}

/** What is printed when everything listens. */
export interface ReadyLine {
  readonly ready: true
  /** Opens the panel, once; without its token when that came from the environment, which is nobody's to print. */
  readonly panel: string
  readonly accounts: readonly { id: string; listen: string }[]
}

/**
 * Starts the bot and its web panel; both end with `life`.
 * Throws a ProblemError when the port cannot be had (`serve.port`), and whatever keeps the agent from starting.
 */
export async function startServe(
  options: ServeOptions,
  startAgent: (options: AgentOptions) => Promise<Agent>,
  life: Lifetime,
): Promise<ReadyLine> {
  // The port comes first: a bot that answers in QQ without a panel to stop it would be worse than none.
  const server = createServer()
  server.on('request', answerNotReady)
  await listen(server, options)
  life.defer(() => close(server))

  const { dataDir, version, workers } = options
  const agent = await startAgent({ dataDir, host: 'web', version, workers, sharp: 'sharp' })
  if (life.signal.aborted) {
    await agent.dispose()
    throw life.signal.reason
  }
  life.defer(() => agent.dispose())

  // Loaded only now, so that the bot answers before its panel is there.
  const [{ getRequestListener }, { createPanelApp }, { openPanelSocket }] = await Promise.all([
    import('@hono/node-server'),
    import('./panel-app.ts'),
    import('./panel-socket.ts'),
  ])

  const { port } = server.address() as AddressInfo
  const token = options.token ?? newToken()
  const sessions = new Sessions(token, options.token !== undefined)
  const door = { sessions, cookieName: `apricot-${port}`, boundTo: options.host }
  openPanelSocket(server, agent, door, life)
  server.off('request', answerNotReady)
  server.on('request', getRequestListener(createPanelApp(door, options.rendererDir, agent).fetch))

  const address = `http://${nameInAddress(options.host)}:${port}/`
  agent.announcePanel(address)
  const panel = options.token === undefined ? `${address}#token=${token}` : address
  return { ready: true, panel, accounts: agent.listening() }
}

function answerNotReady(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1' }).end()
}

async function listen(server: Server, { port, host }: ServeArguments): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw listenProblem(error as NodeJS.ErrnoException, port, host)
  }
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string): ProblemError {
  const cause = { cause: error }
  if (error.code === 'EADDRINUSE') {
    const hint = '关掉占用它的程序，或者用 --port 换一个'
    return new ProblemError({ code: 'serve.port', message: `端口 ${port} 已经有程序在用`, hint }, cause)
  }
  if (error.code === 'EACCES') {
    const hint = '用 --port 换一个 1024 以上的'
    return new ProblemError({ code: 'serve.port', message: `没有权限用端口 ${port}`, hint }, cause)
  }
  const hint = '用 --host 换一个本机的地址，比如 127.0.0.1'
  return new ProblemError({ code: 'serve.port', message: `本机不能用地址 ${host}`, hint }, cause)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Where a browser on this machine finds a server that was bound to `host`. */
function nameInAddress(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
