import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Problem } from '../../../shared/problem.ts'
import type { McpServer, McpState } from '../../../shared/tools.ts'
import { ProblemError, toProblem } from '../../kernel/problem.ts'
import { cleanLine } from '../../kernel/text.ts'
import { callLimit } from '../call-limit.ts'
import { type Listing, noTimeout, readListing } from './listing.ts'
import { type LineParts, openLine } from './open-line.ts'
import { connectionProblem, ended, notMcp, silent, tooSlow } from './problems.ts'
import { Relisting } from './relisting.ts'

export interface ConnectionParts extends LineParts {
  /** Of this program, as servers are told. */
  readonly version: string
  /** The server changed what it offers. */
  listed(listing: Listing): void
}

const pingEveryMs = 60_000
const pingLimitMs = 10_000
const startLimitMs = 60_000
/** These fetch what they run when it is not there yet. */
const fetchers = /(^|[\\/])(npx|bunx|uvx|uv|pipx|pnpm|yarn|docker)(\.\w+)?$/i
const fetchLimitMs = 120_000

/** One connection to a server, from the handshake to its end. */
export class Connection {
  /** Resolves with why it ended; null when it was closed by us. */
  readonly ended: Promise<Problem | null>
  #resolveEnded: (why: Problem | null) => void = () => undefined
  readonly #server: McpServer
  readonly #parts: ConnectionParts
  readonly #controller = new AbortController()
  readonly #resultSchema: Schemas['CallToolResultSchema']
  #client: Client
  #calls = 0
  #checking = false
  #isOpen = false
  #garbage = ''
  #exitCode: number | null = null
  #lastError: Error | null = null
  #closing: Promise<void> = Promise.resolve()

  /**
   * Connects, greets, and lists what there is. Rejects with a ProblemError; nothing is left running then.
   * @param signal ends the attempt.
   */
  static async open(
    server: McpServer,
    parts: ConnectionParts,
    signal: AbortSignal,
  ): Promise<{ connection: Connection; listing: Listing }> {
    signal.throwIfAborted()
    const [{ Client }, schemas] = await Promise.all([
      import('@modelcontextprotocol/sdk/client/index.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ])
    // No capabilities: servers may not ask us for models, for people's answers or for folders.
    const client = new Client({ name: 'apricot', version: parts.version }, { capabilities: {} })
    const connection = new Connection(server, parts, client, schemas)
    return { connection, listing: await connection.#start(signal, schemas) }
  }

  private constructor(server: McpServer, parts: ConnectionParts, client: Client, schemas: Schemas) {
    this.#server = server
    this.#parts = parts
    this.#client = client
    this.#resultSchema = schemas.CallToolResultSchema
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
  }

  /** Rejects with whatever the SDK throws, also when the connection ends in the middle. */
  async call(tool: string, input: unknown, signal: AbortSignal): Promise<CallToolResult> {
    const params = { name: tool, arguments: input as Record<string, unknown> }
    this.#calls++
    try {
      return await this.#client.request({ method: 'tools/call', params }, this.#resultSchema, {
        signal,
        timeout: noTimeout,
      })
    } finally {
      this.#calls--
    }
  }

  /** Ends it within three seconds, and the program behind it. Never rejects. */
  close(): Promise<void> {
    return this.#end(null)
  }

  async #start(signal: AbortSignal, schemas: Schemas): Promise<Listing> {
    const { clock } = this.#parts
    const limitMs = startLimitOf(this.#server)
    const limit = callLimit(clock, limitMs, signal)
    let transport: Transport | null = null
    try {
      transport = await openLine(this.#server, { ...this.#parts, report: (fields) => this.#report(fields) })
      limit.signal.throwIfAborted()
      this.#listen(schemas)
      await limit.race(this.#client.connect(transport, { signal: limit.signal, timeout: noTimeout }))
      const listing = await limit.race(readListing(this.#client, limit.signal))
      this.#isOpen = true
      this.#watch()
      return listing
    } catch (error) {
      // It may have failed before the client took it over.
      await Promise.all([this.#end(null), transport?.close().catch(() => undefined)])
      signal.throwIfAborted()
      throw new ProblemError(this.#whyNotStarted(error, limit.isOver ? limitMs : null), { cause: error })
    } finally {
      limit.end()
    }
  }

  #whyNotStarted(error: unknown, overMs: number | null): Problem {
    if (error instanceof ProblemError) return toProblem(error)
    if (overMs !== null) return tooSlow(this.#server, overMs / 1000, this.#garbage)
    if (this.#lastError?.name === 'LineTooLong') return connectionProblem(this.#server, this.#lastError)
    const { name, message } = error instanceof Error ? error : { name: '', message: '' }
    const closed = name === 'NotReading' || (name === 'McpError' && message.endsWith('Connection closed'))
    if (!closed) return connectionProblem(this.#server, error)
    return this.#garbage ? notMcp(this.#server, this.#garbage) : ended(this.#server, this.#exitCode)
  }

  #report(fields: Partial<McpState>): void {
    if (fields.exitCode !== undefined) this.#exitCode = fields.exitCode
    this.#parts.report(fields)
  }

  #listen(schemas: Schemas): void {
    const client = this.#client
    client.onerror = (error) => this.#onError(error)
    client.onclose = () => void this.#end(this.#whyEnded())
    const relisting = new Relisting(this.#parts.clock, this.#controller.signal, () => this.#relist())
    const changed = () => relisting.ask()
    client.setNotificationHandler(schemas.ToolListChangedNotificationSchema, changed)
    client.setNotificationHandler(schemas.ResourceListChangedNotificationSchema, changed)
    client.setNotificationHandler(schemas.PromptListChangedNotificationSchema, changed)
  }

  async #relist(): Promise<void> {
    if (!this.#isOpen) return
    const limit = callLimit(this.#parts.clock, startLimitMs, this.#controller.signal)
    try {
      this.#parts.listed(await limit.race(readListing(this.#client, limit.signal)))
    } catch {
      // What it listed before holds; whether it is still there at all, the next ping shows.
      void this.#ping()
    } finally {
      limit.end()
    }
  }

  #watch(): void {
    // It may have ended while its last page was read.
    if (this.hasEnded) return
    const stop = this.#parts.clock.every(pingEveryMs, () => void this.#ping())
    this.#controller.signal.addEventListener('abort', stop, { once: true })
    void this.#ping()
  }

  #onError(error: Error): void {
    if (error.name === 'NotAMessage') this.#garbage ||= error.message
    else this.#lastError = error
    if (!this.#isOpen || this.#server.transport === 'stdio') return
    // An SSE stream that comes back is another session, which was never greeted.
    if (this.#server.transport === 'sse' && 'event' in error) void this.#end(ended(this.#server, null))
    else void this.#ping()
  }

  /** Whether it is still there, and how fast. Ends the connection when it is not. */
  async #ping(): Promise<void> {
    if (this.#checking || this.#controller.signal.aborted) return
    this.#checking = true
    const { clock } = this.#parts
    const limit = callLimit(clock, pingLimitMs, this.#controller.signal)
    const since = clock.monotonic()
    try {
      await limit.race(this.#client.ping({ signal: limit.signal, timeout: noTimeout }))
      this.#parts.report({ latencyMs: Math.round(clock.monotonic() - since) })
    } catch (error) {
      if (limit.isOver) {
        // A server that does one thing at a time does not answer during a call, which has a limit of its own.
        if (this.#calls === 0) void this.#end(silent(this.#server))
      } else if (!isAnswer(error)) void this.#end(connectionProblem(this.#server, error))
    } finally {
      limit.end()
      this.#checking = false
    }
  }

  #whyEnded(): Problem {
    const tooLong = this.#lastError?.name === 'LineTooLong'
    return tooLong ? connectionProblem(this.#server, this.#lastError) : ended(this.#server, this.#exitCode)
  }

  #end(why: Problem | null): Promise<void> {
    this.#resolveEnded(why)
    if (this.#controller.signal.aborted) return this.#closing
    this.#controller.abort(new DOMException('The connection has ended', 'AbortError'))
    this.#closing = this.#shut(this.#isOpen && why === null)
    return this.#closing
  }

  async #shut(politely: boolean): Promise<void> {
    const session = this.#client.transport as { terminateSession?(): Promise<void> } | undefined
    if (politely) await session?.terminateSession?.().catch(() => undefined)
    await this.#client.close().catch(() => undefined)
  }

  get hasEnded(): boolean {
    return this.#controller.signal.aborted
  }

  /** What the server calls itself. */
  get name(): string {
    return cleanLine(this.#client.getServerVersion()?.name ?? '', 100)
  }

  get version(): string {
    return cleanLine(this.#client.getServerVersion()?.version ?? '', 50)
  }
}

type Schemas = typeof import('@modelcontextprotocol/sdk/types.js')

function startLimitOf(server: McpServer): number {
  return server.transport === 'stdio' && fetchers.test(server.command) ? fetchLimitMs : startLimitMs
}

/** Whether a server answered a request, if only with an error. The same comes when the connection ends. */
export function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'McpError'
}
