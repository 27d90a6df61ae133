import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import type { ReaderReply, ReaderRequest } from './reader.ts'

/** Size of the write-ahead log from which it is worth moving into the database file. */
const worthBytes = 4 * 1024 * 1024
const lookEveryMs = 15_000

/**
 * Moves the write-ahead log into the database file now and then, in a worker with its own connection, so that the
 * main thread never waits for the disk. The worker starts when it is first needed.
 */
export function startCheckpoints(
  life: Lifetime,
  options: { path: string; reader: URL; clock: Clock; log: Log },
): void {
  let worker: Worker | undefined
  let busy = false
  let count = 0

  const look = () => {
    const size = statSync(`${options.path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (busy || size < worthBytes) return
    worker ??= startWorker()
    busy = true
    worker.postMessage({ id: count++, task: 'checkpoint' } satisfies ReaderRequest)
  }

  function startWorker(): Worker {
    const started = new Worker(options.reader, { workerData: { path: options.path } })
    started.on('message', (reply: ReaderReply) => {
      busy = false
      if (!reply.ok) options.log.warn('数据库整理没有做完，下次再试', { detail: reply.error })
    })
    started.on('error', (error) => {
      busy = false
      worker = undefined
      options.log.warn('数据库整理的线程停了，下次再启动', { detail: error })
    })
    started.unref()
    return started
  }

  life.defer(options.clock.every(lookEveryMs, look))
  life.defer(async () => {
    await worker?.terminate()
  })
}
