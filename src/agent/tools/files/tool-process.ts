import type { Clock } from '../../kernel/clock.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { type ToolContext, ToolError, type ToolOutput } from '../tool.ts'
import type { CallOutput } from './call-output.ts'
import { fileBroken, fileCrashed, fileSlow, fileStuck, loadSeconds } from './file-problems.ts'
import { ForkedProcess } from './forked-process.ts'
import { grant } from './granted-wishes.ts'
import { problemOf } from './process-end.ts'
import type { FromProcess, Loaded, OutputLine, ProcessSetup, ToProcess } from './protocol.ts'

/** Milliseconds within which a process answers that is not stuck. */
const pongMs = 500

export interface ToolProcessParts {
  /** URL of what runs in it, as it was built. */
  readonly entry: URL
  /** It runs there. */
  readonly folder: string
  readonly setup: ProcessSetup
  readonly memoryMegabytes: number
  readonly clock: Clock
  output(lines: readonly OutputLine[]): void
  /** A line without the secrets of the file. */
  masked(text: string): string
  /** Told once when the process came to an end that nobody asked for, after it was loaded. */
  failed(problem: ProblemError): void
  /** Told once when nothing of the process is left. */
  ended(): void
}

interface Call {
  readonly context: ToolContext
  resolve(output: ToolOutput): void
  reject(reason: unknown): void
  /** No more to be told of an abort. */
  forget(): void
}

/** Starts a process, which loads its file at once. */
export function startToolProcess(parts: ToolProcessParts): ToolProcess {
  const started = new ToolProcess(parts)
  started.start()
  return started
}

/** One process with one tool file in it. It is of no use any more once it ended. */
export class ToolProcess {
  /** What the file holds; rejects with a ProblemError `tools.file-*`. */
  readonly loaded: Promise<Loaded>
  readonly #parts: ToolProcessParts
  readonly #process: ForkedProcess
  readonly #calls = new Map<number, Call>()
  #load: { resolve(loaded: Loaded): void; reject(problem: ProblemError): void } | null = null
  #last = 0
  #over = false
  #draining = false
  #cancelSlow: () => void = () => undefined
  /** Cancels the wait for a pong. */
  #pinged: (() => void) | null = null

  constructor(parts: ToolProcessParts) {
    const { entry, folder, setup, memoryMegabytes, clock } = parts
    this.#parts = parts
    this.#process = new ForkedProcess({
      entry,
      cwd: folder,
      heapMegabytes: memoryMegabytes,
      clock,
      message: (message) => this.#read(message),
      ended: (end) => {
        this.#fail(problemOf(setup.file, memoryMegabytes, end))
        parts.ended()
      },
    })
    this.loaded = new Promise<Loaded>((resolve, reject) => {
      this.#load = { resolve, reject }
    }).finally(() => this.#cancelSlow())
  }

  /** To be called once, before anything else. */
  start(): void {
    const { setup, memoryMegabytes, clock } = this.#parts
    this.#process.start()
    this.#post({ kind: 'setup', setup, heapMegabytes: memoryMegabytes })
    this.#cancelSlow = clock.after(loadSeconds * 1000, () => this.#fail(fileSlow(setup.file)))
  }

  /** Runs one call. Rejects with a ToolError, or with the reason of the context's signal as soon as it is aborted. */
  call(tool: string, input: unknown, context: ToolContext): Promise<ToolOutput> {
    const { signal, caller } = context
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (this.#over) return reject(this.#gone())
      const id = ++this.#last
      const onAbort = () => {
        this.#settle(id)?.reject(signal.reason)
        this.#post({ kind: 'cancel', id })
        this.#ping()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#calls.set(id, {
        context,
        resolve,
        reject,
        forget: () => signal.removeEventListener('abort', onAbort),
      })
      const facts = {
        chatId: context.chat.address.key,
        sessionId: context.turnId === null ? '' : String(context.turnId),
        senderId: caller.id,
        senderName: caller.name,
        role: caller.role,
      }
      this.#post({ kind: 'call', id, tool, input, facts })
    })
  }

  /** Values of the settings form, for calls from now on. */
  setValues(values: ProcessSetup['values']): void {
    this.#post({ kind: 'settings', values })
  }

  /** Ends the process as soon as the calls in it have ended. */
  drain(): void {
    this.#draining = true
    if (this.#calls.size === 0) void this.terminate()
  }

  /** Ends the process, and all it started; what runs in it fails. */
  async terminate(): Promise<void> {
    this.#end(this.#gone())
    await this.#process.gone
  }

  #read(message: FromProcess): void {
    if (this.#over) return
    if (message.kind === 'loaded') this.#settleLoad()?.resolve(message.loaded)
    else if (message.kind === 'broken') this.#break(message)
    else if (message.kind === 'crashed') this.#fail(fileCrashed(this.#parts.setup.file, message.message))
    else if (message.kind === 'done') this.#settle(message.id)?.resolve(outputOf(message.output))
    else if (message.kind === 'failed')
      // Only its author can know what passes: whoever sets retries for a tool means its failures.
      this.#settle(message.id)?.reject(new ToolError(message.message, { passing: true }))
    else if (message.kind === 'output') this.#hear(message.lines)
    else if (message.kind === 'pong') this.#stopWaiting()
    else if (message.kind === 'wish') {
      const context = this.#calls.get(message.call)?.context
      void grant(message.wish, context).then((answer) => this.#post({ ...answer, id: message.id }))
    }
  }

  #hear(lines: readonly OutputLine[]): void {
    for (const { call, text } of lines)
      if (call !== undefined) this.#calls.get(call)?.context.note(this.#parts.masked(text))
    this.#parts.output(lines)
  }

  #break({ message, hint }: { message: string; hint: string }): void {
    this.#fail(fileBroken(this.#parts.setup.file, message, hint))
  }

  #settleLoad() {
    const load = this.#load
    this.#load = null
    return load
  }

  #settle(id: number): Call | undefined {
    const call = this.#calls.get(id)
    this.#calls.delete(id)
    call?.forget()
    if (call && this.#draining && this.#calls.size === 0) queueMicrotask(() => void this.terminate())
    return call
  }

  /** Whether it still listens: code that was told to stop may sit in a loop that never will. */
  #ping(): void {
    if (this.#over || this.#pinged) return
    this.#post({ kind: 'ping' })
    this.#pinged = this.#parts.clock.after(pongMs, () => {
      // When this process itself was busy all the time, the answer has come and only has not been read.
      setImmediate(() => {
        if (this.#pinged) this.#fail(fileStuck(this.#parts.setup.file))
      })
    })
  }

  #stopWaiting(): void {
    this.#pinged?.()
    this.#pinged = null
  }

  #fail(problem: ProblemError): void {
    if (this.#over) return
    const wasLoaded = this.#load === null
    this.#settleLoad()?.reject(problem)
    this.#end(new ToolError(problem.message, { cause: problem }))
    if (wasLoaded) this.#parts.failed(problem)
  }

  #end(reason: ToolError): void {
    if (this.#over) return
    this.#over = true
    this.#stopWaiting()
    this.#settleLoad()?.reject(new ProblemError({ code: 'aborted', message: reason.message }))
    for (const id of [...this.#calls.keys()]) this.#settle(id)?.reject(reason)
    this.#process.kill()
  }

  #gone(): ToolError {
    return new ToolError(`工具文件「${this.#parts.setup.file}」停掉了，这次没有做完`)
  }

  #post(message: ToProcess): void {
    this.#process.send(message)
  }
}

function outputOf({ text, pictures }: CallOutput): ToolOutput {
  return pictures.length === 0 ? text : { text, pictures }
}
