import { availableParallelism } from 'node:os'
import type { Clock } from '../kernel/clock.ts'
import { type Conversion, type ConversionJob, ConversionWorker } from './conversion-worker.ts'
import type { OpeningMarks } from './opening-marks.ts'
import { crashedBefore, workerDied } from './picture-problems.ts'

/** Milliseconds after which a worker that has nothing to do is stopped: each holds the library's memory. */
const idleMs = 60_000
const mostByItself = 4

export interface PoolOptions {
  /** URL of the worker file as it was built. */
  readonly worker: URL
  /** Name of the module with sharp's interface. */
  readonly sharp: string
  readonly marks: OpeningMarks
  readonly clock: Clock
  /** Workers at most; 0 for as many as there are cores, at most 4. Asked for each job. */
  size(): number
  /** Told when a number of this pool has changed. */
  changed(): void
}

interface Waiting {
  readonly job: PoolJob
  settle(work: Promise<Conversion>): void
}

interface PoolJob extends ConversionJob {
  /** Told when its turn has come. */
  begun?(): void
}

/** Threads that convert pictures; they start one by one as they are needed, and stop when idle. */
export class ConversionPool {
  readonly #options: PoolOptions
  readonly #busy = new Set<ConversionWorker>()
  /** With how to cancel the end of each; the one that was busy last comes last. */
  readonly #idle = new Map<ConversionWorker, () => void>()
  readonly #waiting = new Set<Waiting>()
  /** Workers ever started: each has a mark of its own, since one that is ended may still be at work for a while. */
  #started = 0
  #suspects: ReadonlyMap<string, number> = new Map()
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  get workers(): number {
    return this.#busy.size + this.#idle.size
  }

  get converting(): number {
    return this.#busy.size
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Converts one picture; first come, first served. An abort ends the waiting, not the work once it has begun.
   * Rejects with the signal's reason or a ProblemError: `picture.unreadable`, `picture.too-many-pixels`,
   * `picture.conversion-slow`, `picture.worker`, `picture.crashed`, `picture.disk`.
   */
  async convert(job: PoolJob, signal: AbortSignal): Promise<Conversion> {
    this.#suspects = await this.#options.marks.suspects()
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (this.#closed) return reject(workerDied('closed'))
      const onAbort = () => {
        this.#waiting.delete(waiting)
        this.#options.changed()
        reject(signal.reason)
      }
      const waiting: Waiting = {
        job,
        settle: (work) => {
          signal.removeEventListener('abort', onAbort)
          work.then(resolve, reject)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(waiting)
      this.#startNext()
    })
  }

  /** Ends all threads; what runs fails. */
  async close(): Promise<void> {
    this.#closed = true
    for (const cancel of this.#idle.values()) cancel()
    await Promise.all([...this.#busy, ...this.#idle.keys()].map((worker) => worker.terminate()))
  }

  #startNext(): void {
    for (const waiting of this.#waiting) {
      const worker = this.#take()
      if (!worker) break
      this.#waiting.delete(waiting)
      waiting.settle(this.#run(worker, waiting.job))
    }
    this.#options.changed()
  }

  async #run(worker: ConversionWorker, job: PoolJob): Promise<Conversion> {
    this.#busy.add(worker)
    job.begun?.()
    const isWanted = (hash: string) => {
      if (this.#options.clock.now() < (this.#suspects.get(hash) ?? 0)) throw crashedBefore()
      return job.isWanted(hash)
    }
    try {
      return await worker.run({ ...job, isWanted })
    } finally {
      this.#busy.delete(worker)
      if (!worker.dead && !this.#closed) this.#rest(worker)
      this.#startNext()
    }
  }

  #take(): ConversionWorker | null {
    const rested = [...this.#idle].at(-1)
    if (rested) {
      const [worker, cancel] = rested
      cancel()
      this.#idle.delete(worker)
      return worker
    }
    return this.workers < this.#size() && !this.#closed ? this.#start() : null
  }

  #start(): ConversionWorker {
    const { worker: url, sharp, marks, clock } = this.#options
    const worker: ConversionWorker = new ConversionWorker(
      url,
      { sharp, mark: marks.fileOf(this.#started++) },
      { clock, end: () => this.#forget(worker) },
    )
    return worker
  }

  #rest(worker: ConversionWorker): void {
    if (this.workers >= this.#size()) return void worker.terminate()
    const cancel = this.#options.clock.after(idleMs, () => void worker.terminate())
    this.#idle.set(worker, cancel)
  }

  #forget(worker: ConversionWorker): void {
    this.#idle.get(worker)?.()
    this.#idle.delete(worker)
    this.#options.changed()
  }

  #size(): number {
    return this.#options.size() || Math.min(mostByItself, availableParallelism())
  }
}
