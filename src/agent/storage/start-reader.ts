import { Worker } from 'node:worker_threads'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { Database } from './database.ts'
import type { ReaderReply, ReaderRequest } from './reader.ts'
import { type ReaderTask, runReaderTask, type TaskInput, type TaskResult } from './reader-tasks.ts'

/** The thread with a connection of its own, for what may read more than a few thousand rows. */
export interface Reader {
  /**
   * Does a task there and resolves with what it found; tasks are done one after another. Rejects with a ProblemError
   * `storage.failed`, or with the signal's reason as soon as that is aborted.
   */
  ask<T extends ReaderTask>(task: T, input: TaskInput<T>, signal?: AbortSignal): Promise<TaskResult<T>>
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: unknown): void
}

/**
 * The worker starts when it is first needed; one that dies is replaced when it is needed again. A database in memory
 * cannot be shared: what is asked of it is done here and now, and it is small.
 */
export function startReader(life: Lifetime, parts: { database: Database; worker: URL; log: Log }): Reader {
  const { database, log } = parts
  if (database.path === ':memory:')
    return {
      ask: async (task, input, signal) => {
        signal?.throwIfAborted()
        return runReaderTask(database, task, input)
      },
    }

  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let count = 0
  life.defer(async () => {
    await worker?.terminate()
    failAll('程序正在退出')
  })

  return {
    async ask<T extends ReaderTask>(
      task: T,
      input: TaskInput<T>,
      signal?: AbortSignal,
    ): Promise<TaskResult<T>> {
      signal?.throwIfAborted()
      if (life.signal.aborted) throw failed('程序正在退出')
      const id = count++
      worker ??= startWorker()
      const to = worker
      let cancel = () => {}
      const answer = new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        cancel = () => reject(signal?.reason)
        signal?.addEventListener('abort', cancel, { once: true })
        to.postMessage({ id, task, input } satisfies ReaderRequest)
      })
      try {
        return (await answer) as TaskResult<T>
      } finally {
        waiting.delete(id)
        signal?.removeEventListener('abort', cancel)
      }
    },
  }

  function startWorker(): Worker {
    const started = new Worker(parts.worker, { workerData: { path: database.path } })
    started.on('message', (reply: ReaderReply) => {
      const asked = waiting.get(reply.id)
      if (reply.ok) asked?.resolve(reply.result)
      else asked?.reject(failed(reply.error))
    })
    started.on('error', (error) => log.warn('读数据库的线程停了，要用时再启动', { detail: String(error) }))
    started.on('exit', () => {
      worker = undefined
      failAll('读数据库的线程停了')
    })
    started.unref()
    return started
  }

  function failAll(detail: string): void {
    for (const asked of waiting.values()) asked.reject(failed(detail))
  }
}

function failed(detail: string): ProblemError {
  return new ProblemError({
    code: 'storage.failed',
    message: '数据库这次没有读出来',
    hint: '过一会儿再试；一直这样就重新打开杏桃',
    detail,
  })
}
