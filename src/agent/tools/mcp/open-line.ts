import { stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Secret } from '../../../shared/secret.ts'
import type { McpRemoteServer, McpServer, McpState, McpStdioServer } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { childEnvironment, ownPath } from './child-environment.ts'
import type { Computer } from './computer.ts'
import { findCommand, searchFolders } from './find-command.ts'
import { politeFetch } from './polite-fetch.ts'
import { commandMissing, folderMissing, secretClosed } from './problems.ts'
import { StderrTail } from './stderr-tail.ts'
import { StdioTransport } from './stdio-transport.ts'

export interface LineParts {
  readonly dataDir: string
  readonly clock: Clock
  readonly computer: Computer
  /** A secret in clear; '' for none, null when it cannot be opened. */
  secret(secret: Secret): string | null
  /** What there is to be shown of the way to the server, as it becomes known. */
  report(fields: Partial<McpState>): void
}

/** How often the last lines of a program are shown anew while it writes. */
const tailMs = 250

/** The way to a server, not yet taken. Throws a ProblemError when there is none. */
export function openLine(server: McpServer, parts: LineParts): Promise<Transport> {
  return server.transport === 'stdio' ? toProgram(server, parts) : toAddress(server, parts)
}

async function toProgram(server: McpStdioServer, parts: LineParts): Promise<Transport> {
  const { computer, clock, report, dataDir } = parts
  const own = opened(server, server.env, parts, '环境变量')
  const folders = await searchFolders(computer, ownPath(computer, own))
  const cwd = server.cwd === '' ? dataDir : isAbsolute(server.cwd) ? server.cwd : resolve(dataDir, server.cwd)
  const file = await findCommand(server.command, { folders, cwd, computer })
  report({ command: file, path: folders.join(computer.platform === 'win32' ? ';' : ':') })
  if (file === null) throw new ProblemError(commandMissing(server, server.command, folders))
  if (!(await isFolder(cwd))) throw new ProblemError(folderMissing(server))
  const env = childEnvironment(computer, { own, file, folders })
  const tail = new StderrTail(Object.values(own))
  let cancel: (() => void) | null = null
  const show = () => {
    cancel?.()
    cancel = null
    report({ stderr: tail.shown() })
  }
  return new StdioTransport({
    file,
    args: server.args,
    cwd,
    env,
    clock,
    onStderr(piece) {
      tail.push(piece)
      cancel ??= clock.after(tailMs, show)
    },
    onSpawn: (pid) => report({ pid }),
    onExit: (exitCode) => report({ exitCode, pid: null }),
    onEnd: show,
  })
}

async function toAddress(server: McpRemoteServer, parts: LineParts): Promise<Transport> {
  const headers = opened(server, server.headers, parts, '请求头')
  const url = new URL(server.url)
  const options = { requestInit: { headers }, fetch: politeFetch, redirectPolicy: 'same-origin' } as const
  if (server.transport === 'sse') {
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js')
    return new SSEClientTransport(url, options)
  }
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js')
  return new StreamableHTTPClientTransport(url, options) as Transport
}

function opened(
  server: McpServer,
  named: readonly { name: string; secretValue: Secret }[],
  { secret }: LineParts,
  what: string,
): Record<string, string> {
  return Object.fromEntries(
    named.map(({ name, secretValue }) => {
      const value = secret(secretValue)
      if (value === null) throw new ProblemError(secretClosed(server, `${what} ${name}`))
      return [name, value]
    }),
  )
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
