import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { type ReaderTask, runReaderTask, type TaskInput } from './reader-tasks.ts'

/** Requests of the main thread; each is answered with one message. */
export type ReaderRequest = { id: number; task: ReaderTask; input: TaskInput<ReaderTask> }
export type ReaderReply = { id: number } & ({ ok: true; result: unknown } | { ok: false; error: string })

const { path } = workerData as { path: string }
const database = new Sqlite(path, { timeout: 2000 })

parentPort?.on('message', ({ id, task, input }: ReaderRequest) => {
  parentPort?.postMessage(answerTo(id, task, input))
})

function answerTo(id: number, task: ReaderTask, input: TaskInput<ReaderTask>): ReaderReply {
  try {
    return { id, ok: true, result: runReaderTask(database, task, input) }
  } catch (error) {
    return { id, ok: false, error: String(error) }
  }
}
