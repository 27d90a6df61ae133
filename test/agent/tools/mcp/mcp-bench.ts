import { join } from 'node:path'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../../src/agent/kernel/topic.ts'
import { type McpOptions, startMcp } from '../../../../src/agent/tools/mcp/mcp.ts'
import type { Tool, ToolContext } from '../../../../src/agent/tools/tool.ts'
import type { Secret } from '../../../../src/shared/secret.ts'
import { McpServer, type McpState } from '../../../../src/shared/tools.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { createSilentLog } from '../../../support/silent-log.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { waitFor } from '../../../support/wait-for.ts'

/** The fixture in one of its modes. */
export function fixture(mode = 'plain', more: Record<string, unknown> = {}): McpServer {
  const args = [join(import.meta.dirname, 'fixture-server.mjs'), ...mode.split(' ')]
  return McpServer.parse({ id: 'fix', transport: 'stdio', command: process.execPath, args, ...more })
}

/** A server that is installed here, with its own file as the argument of Node. */
export function installed(name: string, more: Record<string, unknown> = {}, args: string[] = []): McpServer {
  const file = join(
    import.meta.dirname,
    `../../../../node_modules/@modelcontextprotocol/server-${name}/dist/index.js`,
  )
  return McpServer.parse({
    id: name,
    transport: 'stdio',
    command: process.execPath,
    args: [file, ...args],
    ...more,
  })
}

/** An MCP client with everything it tells. Ends with the block; what still runs then is ended. */
export async function mcpBench(options: Partial<McpOptions> = {}) {
  const dir = await tempDir()
  const life = new Lifetime()
  const clock = createFakeClock()
  const log = createSilentLog()
  const topic = new Topic<Record<string, McpState>>({})
  const changes: {
    server: string
    tools: readonly Tool[]
    problems: readonly { name: string; problem: { code: string } }[]
  }[] = []
  const problems: [string, string | null][] = []
  const mcp = startMcp(life, {
    dataDir: dir.path,
    clock,
    log,
    version: '1.2.3',
    topic,
    random: () => 0.5,
    secret: (secret: Secret) => (typeof secret === 'string' ? secret : null),
    changed: (server, tools, faulty) => void changes.push({ server, tools, problems: faulty }),
    problem: (server, problem) => void problems.push([server, problem?.code ?? null]),
    ...options,
  })
  const state = (id = 'fix') => topic.value[id]
  return {
    dir,
    life,
    clock,
    log,
    mcp,
    changes,
    problems,
    topic,
    state,
    reaches: (wanted: McpState['state'], id = 'fix') =>
      waitFor(
        `${id} to be ${wanted}, which is ${JSON.stringify(state(id))}`,
        () => state(id)?.state === wanted && state(id),
      ),
    /** What the toolbox has of a server now. */
    tools: (id = 'fix') => changes.findLast(({ server }) => server === id)?.tools ?? [],
    tool(name: string, id = 'fix'): Tool {
      const tool = this.tools(id).find((one) => one.name === name)
      if (!tool) throw new Error(`There is no ${name} among ${this.tools(id).map((one) => one.name)}`)
      return tool
    },
    /** Calls a tool by its name as the toolbox does: checked first. */
    async call(name: string, input: unknown = {}, signal = new AbortController().signal) {
      const tool = this.tool(name, name.split('_')[0])
      const checked = tool.check(input)
      if (!checked.ok) throw new Error(checked.message)
      return tool.run(checked.input, { signal } as ToolContext)
    },
    async [Symbol.asyncDispose]() {
      const ended = life.dispose()
      for (let i = 0; i < 3; i++) await clock.advanceAsync(1000)
      await ended
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
