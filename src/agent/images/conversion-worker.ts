import { rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../kernel/clock.ts'
import type { ConversionOptions, Converted, WorkerReply, WorkerRequest, WorkerSetup } from './conversion.ts'
import { conversionTooSlow, tooManyPixels, unreadable, workerDied } from './picture-problems.ts'

/** Milliseconds of one picture; the first of a worker includes loading the library. */
const mostMs = 20_000

/** A worker has next to nothing of its own in V8's heap; by default it would take as much as the main thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 }

export interface Conversion {
  readonly hash: string
  /** Null when it was not wanted. */
  readonly picture: Converted | null
}

export interface ConversionJob extends ConversionOptions {
  /** Given away: nobody else may use this memory any more. */
  readonly bytes: Buffer<ArrayBuffer>
  /** Asked once the hash is known; what it throws becomes the end of the job. */
  isWanted(hash: string): boolean
}

interface Running {
  readonly job: ConversionJob
  hash: string
  settle(outcome: Conversion | Error): void
}

/** One thread that converts one picture at a time. It is of no use any more once `dead` is true. */
export class ConversionWorker {
  dead = false
  readonly #worker: Worker
  readonly #clock: Clock
  readonly #end: () => void
  readonly #mark: string
  #running: Running | null = null

  /** @param end is told when the thread is gone. */
  constructor(url: URL, setup: WorkerSetup, { clock, end }: { clock: Clock; end(): void }) {
    this.#clock = clock
    this.#end = end
    this.#mark = setup.mark
    this.#worker = new Worker(url, { workerData: setup, resourceLimits })
    this.#worker.on('message', (reply: WorkerReply) => this.#read(reply))
    this.#worker.on('error', (error) => this.#die(workerDied(String(error))))
    this.#worker.on('exit', () => {
      this.#die(workerDied('exit'))
      void this.#unmark()
    })
  }

  /** Rejects with a ProblemError `picture.*`. */
  run(job: ConversionJob): Promise<Conversion> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(mostMs, () => {
        this.#die(conversionTooSlow(mostMs / 1000))
        void this.#worker.terminate()
      })
      const settle = (outcome: Conversion | Error) => {
        cancel()
        this.#running = null
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
      this.#running = { job, hash: '', settle }
      this.#send({ kind: 'open', bytes: job.bytes.buffer }, [job.bytes.buffer])
    })
  }

  async terminate(): Promise<void> {
    this.#die(workerDied('terminated'))
    await this.#worker.terminate()
    await this.#unmark()
  }

  /** It was not the picture that took the process along: this is still alive. */
  async #unmark(): Promise<void> {
    await rm(this.#mark, { force: true }).catch(() => undefined)
  }

  #read(reply: WorkerReply): void {
    const running = this.#running
    if (!running) return
    if (reply.kind === 'hash') this.#decide(running, reply.hash)
    else if (reply.kind === 'converted') running.settle({ hash: running.hash, picture: reply.picture })
    else running.settle(reply.why === 'unreadable' ? unreadable(reply.detail) : tooManyPixels())
  }

  #decide(running: Running, hash: string): void {
    running.hash = hash
    const { isWanted, maxSide, format } = running.job
    try {
      if (isWanted(hash)) this.#send({ kind: 'convert', options: { maxSide, format } })
      else this.#drop({ hash, picture: null })
    } catch (error) {
      this.#drop(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #drop(outcome: Conversion | Error): void {
    this.#send({ kind: 'drop' })
    this.#running?.settle(outcome)
  }

  #send(request: WorkerRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer)
  }

  #die(problem: Error): void {
    if (this.dead) return
    this.dead = true
    this.#running?.settle(problem)
    this.#end()
  }
}
