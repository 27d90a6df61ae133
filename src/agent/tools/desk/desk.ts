import type { Clock } from '../../kernel/clock.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { Log } from '../../kernel/log.ts'
import { DeskFailure, DeskThread } from './desk-thread.ts'
import type { DeskJob, DeskJobs } from './jobs.ts'

export interface DeskOptions {
  /** Milliseconds of the job itself, without waiting for others of its kind. */
  readonly limitMs: number
  readonly signal: AbortSignal
  /** Memory that is handed over instead of copied. */
  readonly transfer?: readonly ArrayBuffer[]
}

/** Where work is done that may take long or never end, away from the main thread. */
export interface Desk {
  /**
   * Does a job; of one kind one after another, of several kinds side by side. Rejects with the signal's reason or a
   * {@link DeskFailure}.
   */
  run<Job extends DeskJob>(
    job: Job,
    input: DeskJobs[Job]['input'],
    options: DeskOptions,
  ): Promise<DeskJobs[Job]['output']>
  /** Threads that are alive. */
  readonly threads: number
}

/**
 * Threads start when they are first needed, end when idle, and are replaced when they die.
 * @param parts.worker URL of the worker file as it was built.
 */
export function startDesk(life: Lifetime, parts: { worker: URL; clock: Clock; log: Log }): Desk {
  const threads = new Map<DeskJob, DeskThread>()
  life.defer(async () => {
    await Promise.all([...threads.values()].map((thread) => thread.close()))
  })

  const threadFor = (job: DeskJob) => {
    const thread = threads.get(job) ?? new DeskThread(parts.worker, parts.clock)
    threads.set(job, thread)
    return thread
  }
  return {
    async run<Job extends DeskJob>(job: Job, input: DeskJobs[Job]['input'], options: DeskOptions) {
      const { limitMs, signal, transfer = [] } = options
      if (life.signal.aborted) throw new DeskFailure('broken', 'closed')
      try {
        const output = await threadFor(job).run({ request: { job, input }, transfer, limitMs, signal })
        return output as DeskJobs[Job]['output']
      } catch (error) {
        if (error instanceof DeskFailure && error.why === 'broken' && !life.signal.aborted)
          parts.log.warn('一个工具的线程出错了，要用时再启动', { job, detail: error.message })
        throw error
      }
    },
    get threads() {
      return [...threads.values()].filter(({ alive }) => alive).length
    },
  }
}
