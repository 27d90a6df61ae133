import { Worker } from 'node:worker_threads'
import type { Clock } from '../../kernel/clock.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { type ToolContext, ToolError } from '../tool.ts'
import {
  fileBroken,
  fileCrashed,
  fileExited,
  fileMemory,
  fileSlow,
  fileStuck,
  loadSeconds,
} from './file-problems.ts'
import { grant } from './granted-wishes.ts'
import type { FromWorker, Loaded, OutputLine, ToWorker, WorkerSetup } from './protocol.ts'

/**
 * What survives here moves to the old generation at once. With V8's usual 48 MB that can go past the 16 MB of leeway
 * within which a thread still ends by itself, and takes the whole program along.
 */
const maxYoungGenerationSizeMb = 16
/** Milliseconds within which a thread answers that is not stuck. */
const pongMs = 500

export interface ToolWorkerParts {
  /** URL of the worker file as it was built. */
  readonly worker: URL
  readonly setup: WorkerSetup
  readonly memoryMegabytes: number
  readonly clock: Clock
  output(lines: readonly OutputLine[]): void
  /** Told once when the thread came to an end that nobody asked for, after it was loaded. */
  failed(problem: ProblemError): void
  /** Told once when nothing of the thread is left. */
  ended(): void
}

interface Call {
  readonly context: ToolContext
  resolve(text: string): void
  reject(reason: unknown): void
  /** No more to be told of an abort. */
  forget(): void
}

/** One thread with one tool file in it. It loads at once, and is of no use any more once it ended. */
export class ToolWorker {
  /** What the file holds; rejects with a ProblemError `tools.file-*`. */
  readonly loaded: Promise<Loaded>
  readonly #parts: ToolWorkerParts
  readonly #worker: Worker
  readonly #calls = new Map<number, Call>()
  #load: { resolve(loaded: Loaded): void; reject(problem: ProblemError): void } | null = null
  #last = 0
  #over = false
  #draining = false
  /** Cancels the wait for a pong. */
  #pinged: (() => void) | null = null
  #terminated: Promise<unknown> | null = null

  constructor(parts: ToolWorkerParts) {
    const { worker, setup, memoryMegabytes, clock } = parts
    this.#parts = parts
    this.#worker = new Worker(worker, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb },
      // What it writes comes as messages, in bearable amounts; these pipes have no limit.
      stdout: true,
      stderr: true,
    })
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    this.#worker.on('message', (message: FromWorker) => this.#read(message))
    this.#worker.on('error', (error) => this.#fail(this.#crash(error)))
    this.#worker.on('exit', (code) => this.#fail(fileExited(setup.file, code)))
    const cancelSlow = clock.after(loadSeconds * 1000, () => this.#fail(fileSlow(setup.file)))
    this.loaded = new Promise<Loaded>((resolve, reject) => {
      this.#load = { resolve, reject }
    }).finally(cancelSlow)
  }

  /** Runs one call. Rejects with a ToolError, or with the reason of the context's signal as soon as it is aborted. */
  call(tool: string, input: unknown, context: ToolContext): Promise<string> {
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
  setValues(values: WorkerSetup['values']): void {
    this.#post({ kind: 'settings', values })
  }

  /** Ends the thread as soon as the calls in it have ended. */
  drain(): void {
    this.#draining = true
    if (this.#calls.size === 0) void this.terminate()
  }

  /** Ends the thread; what runs in it fails. */
  async terminate(): Promise<void> {
    this.#end(this.#gone())
    await this.#terminated
  }

  #read(message: FromWorker): void {
    if (this.#over) return
    if (message.kind === 'loaded') this.#settleLoad()?.resolve(message.loaded)
    else if (message.kind === 'broken') this.#break(message)
    else if (message.kind === 'done') this.#settle(message.id)?.resolve(message.text)
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
    for (const { call, text } of lines) if (call !== undefined) this.#calls.get(call)?.context.note(text)
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
      // When the main thread itself was busy all the time, the answer has come and only has not been read.
      setImmediate(() => {
        if (this.#pinged) this.#fail(fileStuck(this.#parts.setup.file))
      })
    })
  }

  #stopWaiting(): void {
    this.#pinged?.()
    this.#pinged = null
  }

  #crash(error: unknown): ProblemError {
    const { setup, memoryMegabytes } = this.#parts
    return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? fileMemory(setup.file, memoryMegabytes)
      : fileCrashed(setup.file, error)
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
    this.#terminated = this.#worker.terminate()
    void this.#terminated.then(() => this.#parts.ended())
  }

  #gone(): ToolError {
    return new ToolError(`工具文件「${this.#parts.setup.file}」停掉了，这次没有做完`)
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}
