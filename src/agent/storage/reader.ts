import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

/** Requests of the main thread; each is answered with one message. */
export type ReaderRequest = { id: number; task: 'checkpoint' }
export type ReaderReply = { id: number; ok: boolean; error?: string }

const { path } = workerData as { path: string }
const database = new Sqlite(path, { timeout: 2000 })

parentPort?.on('message', ({ id, task }: ReaderRequest) => {
  try {
    if (task === 'checkpoint') database.pragma('wal_checkpoint(PASSIVE)')
    parentPort?.postMessage({ id, ok: true } satisfies ReaderReply)
  } catch (error) {
    parentPort?.postMessage({ id, ok: false, error: String(error) } satisfies ReaderReply)
  }
})
