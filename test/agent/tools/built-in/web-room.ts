import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { guardedFetch, type Resolve } from '../../../../src/agent/net/guarded-fetch.ts'
import { fetchOver, openAgents } from '../../../../src/agent/net/http.ts'
import { everydayTools } from '../../../../src/agent/tools/built-in/everyday-tools.ts'
import { webTools } from '../../../../src/agent/tools/built-in/web-tools.ts'
import { startDesk } from '../../../../src/agent/tools/desk/desk.ts'
import { type Tool, type ToolContext, ToolError } from '../../../../src/agent/tools/tool.ts'
import type { Secret } from '../../../../src/shared/secret.ts'
import { ToolsConfig } from '../../../../src/shared/tools.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { createSilentLog } from '../../../support/silent-log.ts'
import { contextFor } from '../making-tools.ts'

export const deskWorker = new URL('../../../../src/agent/tools/desk/worker.ts', import.meta.url)

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A web server on this machine that answers as told and keeps what it was asked. */
export async function serve(
  answer: (asked: Asked, response: ServerResponse) => void,
): Promise<{ url: string; host: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: Buffer.concat(pieces).toString() }
    asked.push(one)
    answer(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${host}`, host, asked }
}

/** The tools for the web and for every day with everything they need; the clock stands still. */
export function openRoom(
  options: { config?: object; secrets?: Record<string, string>; resolve?: Resolve } = {},
) {
  const clock = createFakeClock()
  const log = createSilentLog()
  const life = new Lifetime()
  const agents = openAgents()
  life.defer(() => agents.close())
  const desk = startDesk(life, { worker: deskWorker, clock, log })
  onTestFinished(() => life.dispose())
  const config = ToolsConfig.parse(options.config ?? {})
  const secret = (value: Secret) =>
    typeof value === 'string' ? value || null : (options.secrets?.[value.$secret] ?? null)
  const tools = [
    ...webTools({
      fetch: guardedFetch({ clock, ...(options.resolve && { resolve: options.resolve }) }),
      http: fetchOver({ agents, clock, connectMs: 10_000 }),
      desk,
      clock,
      config: () => config,
      secret,
    }),
    ...everydayTools({ desk }),
  ]

  /** What a model would be told: the result, or the sentence of what went wrong. */
  const call = async (name: string, input: unknown, context: Partial<ToolContext> = {}): Promise<string> => {
    const tool = tools.find((one) => one.name === name) as Tool
    const checked = tool.check(input)
    if (!checked.ok) return checked.message
    try {
      const result = await tool.run(checked.input, contextFor('member', context))
      return typeof result === 'string' ? result : result.text
    } catch (error) {
      if (error instanceof ToolError) return error.message
      throw error
    }
  }
  return { call, tools, clock, log, desk, life }
}
