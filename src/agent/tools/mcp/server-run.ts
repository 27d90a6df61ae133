import { setMaxListeners } from 'node:events'
import type { Problem } from '../../../shared/problem.ts'
import type { McpServer, McpState } from '../../../shared/tools.ts'
import { backoffDelay } from '../../kernel/backoff.ts'
import { sleep } from '../../kernel/clock.ts'
import { toProblem } from '../../kernel/problem.ts'
import { ToolError, type ToolOutput } from '../tool.ts'
import { readResult, saidError } from './call-result.ts'
import { Connection, isAnswer } from './connection.ts'
import type { Listing } from './listing.ts'
import type { McpParts } from './mcp.ts'
import { connectionProblem, isLasting, isWrongShape, titleOf } from './problems.ts'
import { readTools } from './read-tools.ts'

const backoff = { first: 1000, max: 60_000, jitter: 0.2 }
/** Failures in a row after which somebody has to look at it. */
const mostTries = 10
/** So long it has to hold before earlier failures are forgotten. */
const healthyMs = 60_000
const mostShown = 200

/** A server that has not been started, or is switched off. */
export function emptyState(id: string): McpState {
  return {
    id,
    state: 'off',
    problem: null,
    name: null,
    version: null,
    command: null,
    path: null,
    pid: null,
    exitCode: null,
    stderr: [],
    tools: [],
    resources: [],
    prompts: [],
    startedAt: null,
    nextRetryAt: null,
    latencyMs: null,
  }
}

/** One configured server: connected, and connected again when that ends, until it is stopped. */
export class ServerRun {
  readonly #parts: McpParts
  readonly #controller = new AbortController()
  #over: Promise<void> = Promise.resolve()
  #server: McpServer
  #state: McpState
  #connection: Connection | null = null
  #listing: Listing | null = null

  constructor(server: McpServer, parts: McpParts) {
    this.#server = server
    this.#parts = parts
    this.#state = { ...emptyState(server.id), state: 'starting' }
  }

  /** Connects, but not before `after`: the same server may still be ending. Once. */
  start(after: Promise<void>): void {
    // Each attempt listens while it lasts.
    setMaxListeners(0, this.#controller.signal)
    this.#patch({})
    this.#over = this.#run(after)
  }

  get server(): McpServer {
    return this.#server
  }

  /** Takes over what needs no new connection: another title, another time limit. */
  configure(server: McpServer): void {
    const same = server.title === this.#server.title && server.timeoutSeconds === this.#server.timeoutSeconds
    this.#server = server
    if (!same && this.#listing) this.#offer(this.#listing)
  }

  /** Its tools are gone at once; resolves within three seconds, when nothing of it runs any more. Never rejects. */
  stop(): Promise<void> {
    if (!this.#controller.signal.aborted) {
      this.#withdraw()
      this.#parts.problem(this.#server.id, null)
      this.#controller.abort(new DOMException('The server was stopped', 'AbortError'))
      void this.#connection?.close()
    }
    return this.#over
  }

  async #run(after: Promise<void>): Promise<void> {
    const { signal } = this.#controller
    await after
    for (let tries = 0; !signal.aborted; ) {
      const { problem, heldMs } = await this.#connectOnce()
      if (signal.aborted) return
      tries = heldMs >= healthyMs ? 1 : tries + 1
      if (isLasting(problem) || tries >= mostTries) return this.#giveUp(problem)
      await this.#wait(problem, tries)
    }
  }

  /** One connection from its start to its end. */
  async #connectOnce(): Promise<{ problem: Problem; heldMs: number }> {
    const { clock, log } = this.#parts
    const { signal } = this.#controller
    this.#patch({ state: 'starting', nextRetryAt: null, latencyMs: null })
    try {
      const { connection, listing } = await Connection.open(this.#server, this.#connectionParts(), signal)
      this.#connection = connection
      // It may have been stopped while the last page came in.
      if (signal.aborted) await connection.close()
      else this.#started(connection, listing)
      const since = clock.monotonic()
      const problem = await connection.ended
      await connection.close()
      this.#connection = null
      return {
        problem: problem ?? { code: 'aborted', message: '已停止', hint: '' },
        heldMs: clock.monotonic() - since,
      }
    } catch (error) {
      const problem = toProblem(error)
      if (!signal.aborted) {
        // A moment's absence leaves what models are told as it was; this is longer.
        this.#withdraw()
        if (problem.code === 'internal')
          log.error('MCP 服务器没有连上，原因没有料到', { server: this.#server.id, error })
      }
      return { problem, heldMs: 0 }
    }
  }

  #started(connection: Connection, listing: Listing): void {
    const { clock, log, problem } = this.#parts
    const { name, version } = connection
    this.#patch({ state: 'running', problem: null, exitCode: null, startedAt: clock.now(), name, version })
    problem(this.#server.id, null)
    this.#offer(listing)
    log.info(`MCP 服务器「${titleOf(this.#server)}」连上了`, {
      server: this.#server.id,
      tools: this.#state.tools.length,
    })
  }

  async #wait(problem: Problem, tries: number): Promise<void> {
    const { clock, random, log } = this.#parts
    const ms = backoffDelay(tries - 1, backoff, random)
    this.#fail('waiting-retry', problem, clock.now() + ms)
    log.warn(`${problem.message}，${Math.round(ms / 1000)} 秒后再连`, {
      server: this.#server.id,
      detail: problem.detail,
    })
    await sleep(clock, ms, this.#controller.signal).catch(() => undefined)
  }

  #giveUp(problem: Problem): void {
    this.#withdraw()
    this.#fail('failed', problem, null)
    this.#parts.log.error(problem.message, { server: this.#server.id, detail: problem.detail })
  }

  #fail(state: 'waiting-retry' | 'failed', problem: Problem, nextRetryAt: number | null): void {
    this.#patch({ state, problem, nextRetryAt, pid: null, startedAt: null, latencyMs: null })
    this.#parts.problem(this.#server.id, problem)
  }

  #connectionParts() {
    const { dataDir, clock, computer, secret, version } = this.#parts
    const report = (fields: Partial<McpState>) => this.#patch(fields)
    return {
      dataDir,
      clock,
      computer,
      secret,
      version,
      report,
      listed: (listing: Listing) => this.#offer(listing),
    }
  }

  #offer(listing: Listing): void {
    if (this.#controller.signal.aborted) return
    this.#listing = listing
    const { tools, problems } = readTools(this.#server, listing.tools, (...call) => this.#call(...call))
    this.#patch({
      tools: tools.map(({ name }) => name),
      resources: listing.resources.slice(0, mostShown),
      prompts: listing.prompts.slice(0, mostShown),
    })
    this.#parts.changed(this.#server.id, tools, problems)
  }

  #withdraw(): void {
    if (!this.#listing) return
    this.#listing = null
    this.#patch({ tools: [], resources: [], prompts: [] })
    this.#parts.changed(this.#server.id, [], [])
  }

  /** By whichever connection there is now: a turn keeps its tools while the server comes and goes. */
  async #call(tool: string, input: unknown, signal: AbortSignal): Promise<ToolOutput> {
    const connection = this.#connection
    if (!connection)
      throw new ToolError(`「${titleOf(this.#server)}」现在没有连上，过一会儿再试`, { passing: true })
    try {
      return readResult(await connection.call(tool, input, signal))
    } catch (error) {
      signal.throwIfAborted()
      throw this.#failure(error, connection)
    }
  }

  /** A failed call in words for the model. */
  #failure(error: unknown, connection: Connection): ToolError {
    if (error instanceof ToolError) return error
    const title = titleOf(this.#server)
    if (error instanceof Error && isWrongShape(error))
      return new ToolError(`「${title}」回的结果格式不对`, { cause: error })
    if (isAnswer(error) && !connection.hasEnded) return saidError(error.message)
    const why = connection.hasEnded
      ? `和「${title}」的连接在半路断了`
      : connectionProblem(this.#server, error).message
    return new ToolError(`${why}，做没做成不知道`, { cause: error, passing: true, unsure: true })
  }

  #patch(fields: Partial<McpState>): void {
    if (this.#controller.signal.aborted) return
    this.#state = { ...this.#state, ...fields }
    this.#parts.topic.set(this.#server.id, this.#state)
  }
}
