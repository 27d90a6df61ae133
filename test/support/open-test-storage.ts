import Sqlite from 'better-sqlite3'
import { type Database, openDatabase } from '../../src/agent/storage/database.ts'
import { type Storage, storageOf } from '../../src/agent/storage/storage.ts'
import { tempDir } from './temp-dir.ts'

export interface TestStorage extends Storage, AsyncDisposable {
  readonly path: string
  /** What the database told about itself: failures, and `committed` for every commit. */
  readonly events: unknown[]
  /** A second connection to the same file: sees what is committed and nothing else. */
  readonly other: Sqlite.Database
  /** Lets the file grow by no more than this many pages from now on, like a disk that is nearly full. */
  limitPages(more: number): void
  /** The disk has room again. */
  unlimitPages(): void
}

/** Real tables in a real file of their own. */
export async function openTestStorage(): Promise<TestStorage> {
  const dir = await tempDir()
  const path = dir.file('apricot.db')
  const events: unknown[] = []
  const database = await openDatabase(path, {
    failed: (error) => events.push(error),
    committed: () => events.push('committed'),
  })
  const other = new Sqlite(path)
  const number = (sql: string) => Number(Object.values(database.prepare<[], object>(sql).get() ?? {})[0])
  return {
    ...storageOf(database),
    path,
    events,
    other,
    limitPages: (more) => void number(`PRAGMA max_page_count = ${number('PRAGMA page_count') + more}`),
    unlimitPages: () => void number('PRAGMA max_page_count = 1000000'),
    async [Symbol.asyncDispose]() {
      other.close()
      database.close()
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Adds rows until the disk is full, in the transaction that is open; returns what was thrown. */
export function fillUp(database: Database): unknown {
  const insert = database.prepare<[string, string]>('INSERT INTO meta (key, value) VALUES (?, ?)')
  try {
    for (let row = 0; row < 100_000; row++) {
      database.write(() => insert.run(`filler-${row}`, 'x'.repeat(2000)))
    }
  } catch (error) {
    return error
  }
  throw new Error('The disk was not full')
}
