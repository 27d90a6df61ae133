import { usageCsv } from './usage-export.ts'
import { chatUsage, usageSummary } from './usage-queries.ts'
import type { Statements } from './usage-sums.ts'

/** What may take long, by name: done with the reader's connection, off the main thread. */
const readerTasks = {
  /** Moves the write-ahead log into the database file as far as nobody reads it. */
  checkpoint: (database: Statements, _input: null): null => {
    database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()
    return null
  },
  usageSummary,
  chatUsage,
  usageCsv,
} as const

export type ReaderTask = keyof typeof readerTasks
export type TaskInput<T extends ReaderTask> = Parameters<(typeof readerTasks)[T]>[1]
export type TaskResult<T extends ReaderTask> = ReturnType<(typeof readerTasks)[T]>

/** Does one task. Throws what SQLite throws. */
export function runReaderTask<T extends ReaderTask>(
  database: Statements,
  task: T,
  input: TaskInput<T>,
): TaskResult<T> {
  // The compiler does not follow which input belongs to a task it knows by a variable.
  const run = readerTasks[task] as (database: Statements, input: TaskInput<T>) => TaskResult<T>
  return run(database, input)
}
