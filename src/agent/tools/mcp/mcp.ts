import { isDeepStrictEqual } from 'node:util'
import type { McpProbe } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { McpServer, McpState } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { Log } from '../../kernel/log.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { Tool } from '../tool.ts'
import { type Computer, thisComputer } from './computer.ts'
import { probe } from './probe.ts'
import type { UnusableTool } from './read-tools.ts'
import { emptyState, ServerRun } from './server-run.ts'

export interface McpOptions {
  /** Programs run here unless they say otherwise. */
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  /** Of this program, as servers are told. */
  readonly version: string
  readonly topic: Topic<Record<string, McpState>>
  /** A secret in clear; '' for none, null when this host cannot open it. */
  secret(secret: Secret): string | null
  /** What a server offers now, and what of it cannot be used; both empty when it is gone. */
  changed(server: string, tools: readonly Tool[], problems: readonly UnusableTool[]): void
  /** What is wrong with a server; null when that is over. */
  problem(server: string, problem: Problem | null): void
  /** Where programs are looked for; this computer when absent. */
  readonly computer?: Computer
  /** For the jitter of waits; `Math.random` by default. */
  readonly random?: () => number
}

/** The same with nothing left open. */
export type McpParts = Required<McpOptions>

/** All MCP servers of the owner, as their client: it listens nowhere. */
export interface Mcp {
  /**
   * Makes what runs equal to the configuration. Returns at once: unchanged servers stay connected, changed ones start
   * anew once the old one has ended, removed ones are gone with their tools.
   */
  update(servers: readonly McpServer[]): void
  /** Ends a connection and makes it anew. An unknown server, or one that is off, is ignored. */
  restart(id: string): void
  /** Connects once to a server that need not be saved, and tells what it offers. Rejects with a ProblemError. */
  probe(server: McpServer, signal: AbortSignal): Promise<McpProbe>
}

interface Live {
  readonly run: ServerRun
  /** Its secrets as they were opened: another key needs another connection. */
  readonly secrets: readonly (string | null)[]
}

/** Makes the client. Nothing starts before the first `update`; the end of `life` ends all of it within three seconds. */
export function startMcp(life: Lifetime, options: McpOptions): Mcp {
  const parts: McpParts = { computer: thisComputer(), random: Math.random, ...options }
  const { topic, secret } = parts
  const live = new Map<string, Live>()
  const ending = new Map<string, Promise<void>>()

  const start = (server: McpServer) => {
    const run = new ServerRun(server, parts)
    run.start(ending.get(server.id) ?? Promise.resolve())
    live.set(server.id, { run, secrets: secretsOf(server, secret) })
  }
  const stop = (id: string) => {
    const run = live.get(id)?.run
    if (!run) return
    live.delete(id)
    const over = run.stop().finally(() => {
      if (ending.get(id) === over) ending.delete(id)
    })
    ending.set(id, over)
  }
  const canStay = (id: string, server: McpServer | undefined) => {
    const known = live.get(id)
    return (
      known !== undefined &&
      server?.enabled === true &&
      isDeepStrictEqual(wayTo(server), wayTo(known.run.server)) &&
      isDeepStrictEqual(secretsOf(server, secret), known.secrets)
    )
  }

  life.defer(async () => {
    for (const id of [...live.keys()]) stop(id)
    await Promise.all(ending.values())
  })
  return {
    update(servers) {
      if (life.signal.aborted) return
      const wanted = new Map(servers.map((server) => [server.id, server]))
      for (const id of [...live.keys()]) if (!canStay(id, wanted.get(id))) stop(id)
      for (const id of Object.keys(topic.value)) if (!wanted.has(id)) topic.remove(id)
      for (const server of servers) {
        const known = live.get(server.id)
        if (known) known.run.configure(server)
        else if (server.enabled) start(server)
        else if (topic.value[server.id]?.state !== 'off') topic.set(server.id, emptyState(server.id))
      }
    },
    restart(id) {
      const server = live.get(id)?.run.server
      if (!server || life.signal.aborted) return
      stop(id)
      start(server)
    },
    probe: (server, signal) => probe(server, parts, AbortSignal.any([signal, life.signal])),
  }
}

/** What of a server's configuration decides about its connection. */
function wayTo({ title: _title, timeoutSeconds: _timeout, ...rest }: McpServer): object {
  return rest
}

function secretsOf(server: McpServer, open: McpParts['secret']): (string | null)[] {
  const named = server.transport === 'stdio' ? server.env : server.headers
  return named.map(({ secretValue }) => open(secretValue))
}
