import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import type { Clock } from '../../kernel/clock.ts'
import { killTree } from '../../kernel/kill-tree.ts'
import { LineReader } from './lines.ts'

export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly clock: Clock
  onStderr(piece: Buffer): void
  onSpawn(pid: number): void
  onExit(code: number | null): void
  /** Nothing more will come: it has ended, and its pipes are closed. */
  onEnd(): void
}

/** A line of stdout that is no message of the protocol. */
class NotAMessage extends Error {
  constructor(line: string) {
    super(line.slice(0, 200))
    this.name = 'NotAMessage'
  }
}

/** The program has closed its stdin, or is gone. */
class NotReading extends Error {
  constructor(cause?: Error) {
    super('The program no longer reads', { cause })
    this.name = 'NotReading'
  }
}

/** A picture may be large, and a result of 50 MB is to be cut, not to end the connection. */
const longestMessage = 96 << 20

/** After its stdin is closed a program has a second to end, after SIGTERM another. */
const terminateMs = 1000
const killMs = 2000
const giveUpMs = 2500

/**
 * MCP over stdin and stdout of a program. The SDK's own does the same, but knows neither the exit code nor the programs
 * that the program started, takes up to four seconds to end, and copies a long message once for each of its pieces.
 */
export class StdioTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  readonly #program: Program
  readonly #lines = new LineReader(longestMessage)
  readonly #gone: Promise<void>
  #isGone = false
  #resolveGone: () => void = () => undefined
  #parse: ((line: string) => JSONRPCMessage) | null = null
  #child: ChildProcess | null = null
  #closing: Promise<void> | null = null

  constructor(program: Program) {
    this.#program = program
    this.#gone = new Promise((resolve) => {
      this.#resolveGone = resolve
    })
  }

  /** Rejects when the program cannot be started. */
  async start(): Promise<void> {
    const [{ default: spawn }, { deserializeMessage }] = await Promise.all([
      import('cross-spawn'),
      import('@modelcontextprotocol/sdk/shared/stdio.js'),
    ])
    if (this.#closing) throw new Error('Closed before it was started')
    this.#parse = deserializeMessage
    const { file, args, cwd, env, onSpawn, onExit, onStderr } = this.#program
    // A group of its own, so that all of it can be ended; on Windows `detached` would open a window.
    const detached = process.platform !== 'win32'
    const child = spawn(file, args, { cwd, env, detached, windowsHide: true, stdio: 'pipe' })
    this.#child = child
    child.on('error', (error) => {
      this.onerror?.(error)
      if (child.pid === undefined) this.#end()
    })
    child.stdin?.on('error', (error) => this.onerror?.(error))
    child.stdout?.on('data', (piece: Buffer) => this.#read(piece))
    child.stderr?.on('data', onStderr)
    child.once('exit', (code) => {
      onExit(code)
      void this.close()
    })
    child.once('close', () => this.#end())
    await once(child, 'spawn')
    onSpawn(child.pid ?? 0)
  }

  /** Rejects with NotReading. */
  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const stdin = this.#child?.stdin
      if (!stdin?.writable) return reject(new NotReading())
      stdin.write(`${JSON.stringify(message)}\n`, (error) =>
        error ? reject(new NotReading(error)) : resolve(),
      )
    })
  }

  /** Ends the program and all it started, within 2.5 seconds. */
  close(): Promise<void> {
    this.#closing ??= this.#stop()
    return this.#closing
  }

  async #stop(): Promise<void> {
    const { clock } = this.#program
    const pid = this.#child?.pid
    if (pid === undefined) return this.#end()
    this.#child?.stdin?.end()
    const timers = [
      clock.after(terminateMs, () => killTree(pid, 'SIGTERM')),
      clock.after(killMs, () => killTree(pid, 'SIGKILL')),
      clock.after(giveUpMs, () => this.#end()),
    ]
    await this.#gone
    for (const cancel of timers) cancel()
    // What it started and left behind is still in its group; on Windows it went with the pipes.
    if (process.platform !== 'win32') killTree(pid, 'SIGKILL')
  }

  #read(piece: Buffer): void {
    try {
      for (const line of this.#lines.push(piece)) this.#take(line)
    } catch (error) {
      this.onerror?.(error as Error)
      void this.close()
    }
  }

  #take(line: string): void {
    if (line.trim() === '') return
    let message: JSONRPCMessage | undefined
    try {
      message = this.#parse?.(line)
    } catch {
      this.onerror?.(new NotAMessage(line))
    }
    if (message) this.onmessage?.(message)
  }

  #end(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#child?.stdout?.destroy()
    this.#child?.stderr?.destroy()
    this.#program.onEnd()
    this.#resolveGone()
    this.onclose?.()
  }
}
