import type { McpProbe } from '../../../shared/ipc.ts'
import type { McpServer, McpState } from '../../../shared/tools.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { Connection } from './connection.ts'
import type { McpParts } from './mcp.ts'
import { readTools } from './read-tools.ts'

/**
 * Connects to a server, asks what it offers, and lets it go again. Rejects with a ProblemError whose detail ends with
 * the last lines the program wrote.
 */
export async function probe(server: McpServer, parts: McpParts, signal: AbortSignal): Promise<McpProbe> {
  const { dataDir, clock, computer, secret, version } = parts
  let stderr: readonly string[] = []
  const report = (fields: Partial<McpState>) => {
    stderr = fields.stderr ?? stderr
  }
  const listed = () => undefined
  try {
    const connectionParts = { dataDir, clock, computer, secret, version, report, listed }
    const { connection, listing } = await Connection.open(server, connectionParts, signal)
    await connection.close()
    const { tools } = readTools(server, listing.tools, notCalled)
    return {
      name: connection.name,
      version: connection.version,
      tools: tools.map(({ title, description }) => ({ name: title, description })),
      resources: listing.resources.length,
      prompts: listing.prompts.length,
    }
  } catch (error) {
    if (!(error instanceof ProblemError) || stderr.length === 0) throw error
    const detail = [error.problem.detail ?? '', ...stderr.slice(-10)].filter((line) => line !== '').join('\n')
    throw new ProblemError({ ...error.problem, detail }, { cause: error })
  }
}

function notCalled(): never {
  throw new Error('Nothing is called while a server is tried')
}
