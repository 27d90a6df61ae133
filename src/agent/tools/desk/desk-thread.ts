import { Worker } from 'node:worker_threads'
import type { Clock } from '../../kernel/clock.ts'
import type { DeskReply, DeskRequest } from './jobs.ts'

/** Milliseconds after which a thread with nothing to do is ended: it holds its library's memory. */
const idleMs = 30_000
/** Milliseconds for starting a thread and loading its library, from a slow disk too. */
const loadingMs = 20_000
/** Of what the largest page takes while it is read, twice. */
const resourceLimits = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 }

/** A job that came to no result. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  /**
   * `fault`: expected, and the message says in words for people what is wrong. `slow`: its time was over. `broken`: the
   * thread died over it or it failed unexpectedly; the message is for the log.
   */
  readonly why: 'fault' | 'slow' | 'broken'

  constructor(why: DeskFailure['why'], message: string) {
    super(message)
    this.why = why
  }
}

export interface Task {
  readonly request: DeskRequest
  /** Memory that is handed over instead of copied. */
  readonly transfer: readonly ArrayBuffer[]
  /** Milliseconds of the job itself, without waiting and loading. */
  readonly limitMs: number
  readonly signal: AbortSignal
}

interface Waiting {
  readonly task: Task
  settle(outcome: { output: unknown } | { error: unknown }): void
}

/**
 * One thread that does one task after another. A task that is stopped or takes too long ends the thread and only fails
 * itself: the next one gets a new thread.
 */
export class DeskThread {
  readonly #url: URL
  readonly #clock: Clock
  readonly #queue: Waiting[] = []
  #running: Waiting | null = null
  #worker: Worker | null = null
  /** Of the running task, or of the idle thread. */
  #cancelTimer: () => void = () => undefined
  #closed = false

  constructor(url: URL, clock: Clock) {
    this.#url = url
    this.#clock = clock
  }

  /** Whether its thread is alive. */
  get alive(): boolean {
    return this.#worker !== null
  }

  /** Rejects with the signal's reason or a {@link DeskFailure}. */
  run(task: Task): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (task.signal.aborted) return reject(task.signal.reason)
      if (this.#closed) return reject(new DeskFailure('broken', 'closed'))
      const onAbort = () => this.#withdraw(waiting)
      const waiting: Waiting = {
        task,
        settle(outcome) {
          task.signal.removeEventListener('abort', onAbort)
          if ('output' in outcome) resolve(outcome.output)
          else reject(outcome.error)
        },
      }
      task.signal.addEventListener('abort', onAbort, { once: true })
      this.#queue.push(waiting)
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const error = new DeskFailure('broken', 'closed')
    for (const waiting of this.#queue.splice(0)) waiting.settle({ error })
    const ended = this.#drop()
    this.#finish({ error })
    await ended
  }

  #next(): void {
    if (this.#running) return
    const waiting = this.#queue.shift()
    this.#cancelTimer()
    if (!waiting) {
      if (this.#worker) this.#cancelTimer = this.#clock.after(idleMs, () => void this.#drop())
      return
    }
    this.#running = waiting
    this.#limit(loadingMs)
    this.#worker ??= this.#start()
    const { request, transfer } = waiting.task
    this.#worker.postMessage(request, [...transfer])
  }

  #start(): Worker {
    const worker = new Worker(this.#url, { resourceLimits })
    const isOurs = () => this.#worker === worker
    worker.on('message', (reply: DeskReply) => isOurs() && this.#read(reply))
    worker.on('error', (error) => isOurs() && this.#give(new DeskFailure('broken', String(error))))
    worker.on('exit', () => isOurs() && this.#give(new DeskFailure('broken', 'exit')))
    worker.unref()
    return worker
  }

  #read(reply: DeskReply): void {
    if (reply.kind === 'begun') this.#limit(this.#running?.task.limitMs ?? 0)
    else if (reply.kind === 'done') this.#finish({ output: reply.output })
    else if (reply.words !== null) this.#finish({ error: new DeskFailure('fault', reply.words) })
    else this.#finish({ error: new DeskFailure('broken', reply.detail) })
  }

  #limit(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#clock.after(ms, () => this.#give(new DeskFailure('slow', `${ms} ms`)))
  }

  #withdraw(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting)
    const error: unknown = waiting.task.signal.reason
    if (at < 0) this.#give(error)
    else {
      this.#queue.splice(at, 1)
      waiting.settle({ error })
    }
  }

  /** Ends the running task and the thread with it: nothing else can interrupt what it is doing. */
  #give(error: unknown): void {
    void this.#drop()
    this.#finish({ error })
  }

  #finish(outcome: { output: unknown } | { error: unknown }): void {
    const running = this.#running
    this.#running = null
    running?.settle(outcome)
    if (!this.#closed) this.#next()
  }

  #drop(): Promise<unknown> {
    this.#cancelTimer()
    const worker = this.#worker
    this.#worker = null
    return worker?.terminate() ?? Promise.resolve()
  }
}
