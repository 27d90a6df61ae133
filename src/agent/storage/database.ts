import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { Emitter, type Unsubscribe } from '../kernel/emitter.ts'
import { ProblemError } from '../kernel/problem.ts'
import { migrations } from './migrations/migrations.ts'
import { storageProblem } from './problems.ts'

export type Statement<Parameters extends unknown[], Row = unknown> = Sqlite.Statement<Parameters, Row>

/** How long what nobody waits for may stay uncommitted, in milliseconds. */
const soonMs = 20

/**
 * The one writer. Writes of one turn of the event loop share a transaction (group commit): a burst of a thousand
 * messages costs one commit. Nothing may act on what it wrote before {@link Database.committed} resolves.
 */
export class Database {
  readonly path: string
  readonly #sqlite: Sqlite.Database
  readonly #onFailure: (error: unknown) => void
  readonly #onCommit: () => void
  readonly #lost = new Emitter<void>()
  #pending: { promise: Promise<void>; settle: (error?: unknown) => void; thisTick: boolean } | undefined
  /** Cancels the commit that is due. */
  #cancel: () => void = () => undefined
  readonly #beginNow
  readonly #commitNow
  #log: FileHandle | undefined
  #sync: Promise<void> | undefined
  #nextSync: Promise<void> | undefined

  constructor(
    sqlite: Sqlite.Database,
    path: string,
    events: { failed(error: unknown): void; committed(): void },
  ) {
    this.#sqlite = sqlite
    this.path = path
    this.#onFailure = events.failed
    this.#onCommit = events.committed
    this.#beginNow = sqlite.prepare('BEGIN IMMEDIATE')
    this.#commitNow = sqlite.prepare('COMMIT')
  }

  prepare<Parameters extends unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    return this.#sqlite.prepare<Parameters, Row>(sql)
  }

  /**
   * Runs statements inside this tick's transaction and returns their result.
   * Throws a ProblemError (`storage.*`) when the disk is full or not writable.
   */
  write<T>(run: () => T): T {
    this.join()
    return this.#run(run)
  }

  /** Opens this tick's transaction for what is read before a write: outside of one, every read locks by itself. */
  join(): void {
    if (!this.#pending) this.#begin()
    this.#commitThisTick()
  }

  /**
   * The same for what nobody waits for, such as that a part was sent: it is committed with whatever is written next,
   * at the latest a moment later, and so costs no commit of its own.
   */
  writeSoon<T>(run: () => T): T {
    if (!this.#pending) {
      this.#begin()
      const timer = setTimeout(() => this.#flush(), soonMs)
      this.#cancel = () => clearTimeout(timer)
    }
    return this.#run(run)
  }

  #run<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      // A full disk makes SQLite roll the whole transaction back; the writes before this one are gone as well.
      if (!this.#sqlite.inTransaction) this.#settle(error)
      this.#onFailure(storageProblem(error))
      throw storageProblem(error)
    }
  }

  /** Called when writes that had succeeded were lost after all: what is kept of them in memory is not true. */
  onLost(listener: () => void): Unsubscribe {
    return this.#lost.on(listener)
  }

  /** Resolves when everything written so far would survive the death of this process; rejects when it was lost. */
  committed(): Promise<void> {
    if (this.#pending) this.#commitThisTick()
    return this.#pending?.promise ?? Promise.resolve()
  }

  /**
   * Like {@link committed}, and the write-ahead log is on the disk: it survives a power cut.
   * The sync runs off this thread and is shared by all who wait. Rejects with a ProblemError (`storage.*`).
   */
  async durable(): Promise<void> {
    await this.committed()
    if (!this.#log) return
    this.#nextSync ??= this.#syncAfter(this.#sync, this.#log)
    return this.#nextSync
  }

  close(): void {
    this.#flush()
    void this.#log?.close()
    this.#sqlite.close()
  }

  /** Opens the write-ahead log for {@link durable}; without it (in memory) durable is the same as committed. */
  async openLog(): Promise<void> {
    const wal = `${this.path}-wal`
    if (existsSync(wal)) this.#log = await open(wal, 'r+')
  }

  async #syncAfter(previous: Promise<void> | undefined, log: FileHandle): Promise<void> {
    // A sync that failed is told to those who waited for it; the next one may go well.
    await previous?.catch(() => undefined)
    this.#sync = this.#nextSync
    this.#nextSync = undefined
    try {
      await log.datasync()
    } catch (error) {
      throw storageProblem(error)
    }
  }

  #begin(): void {
    try {
      this.#beginNow.run()
    } catch (error) {
      this.#onFailure(storageProblem(error))
      throw storageProblem(error)
    }
    let settle: (error?: unknown) => void = () => undefined
    const promise = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(storageProblem(error)))
    })
    // Not everybody waits for the commit; those who do not must not turn its failure into a crash.
    promise.catch(() => undefined)
    this.#pending = { promise, settle, thisTick: false }
  }

  #commitThisTick(): void {
    if (!this.#pending || this.#pending.thisTick) return
    this.#pending.thisTick = true
    this.#cancel()
    const timer = setImmediate(() => this.#flush())
    this.#cancel = () => clearImmediate(timer)
  }

  #flush(): void {
    if (!this.#pending) return
    try {
      this.#commitNow.run()
    } catch (error) {
      if (this.#sqlite.inTransaction) this.#sqlite.exec('ROLLBACK')
      this.#settle(error)
      this.#onFailure(storageProblem(error))
      return
    }
    this.#settle()
    this.#onCommit()
  }

  #settle(error?: unknown): void {
    this.#cancel()
    const pending = this.#pending
    this.#pending = undefined
    if (error !== undefined) this.#lost.emit()
    pending?.settle(error)
  }
}

/**
 * Opens the file, or a database in memory for `:memory:`, and brings it to the newest version.
 * Throws a ProblemError: `storage.newer`, `storage.read-only`, `storage.corrupt`, `storage.full`, `storage.failed`.
 */
export async function openDatabase(
  path: string,
  events: { failed(error: unknown): void; committed(): void },
): Promise<Database> {
  let sqlite: Sqlite.Database | undefined
  try {
    sqlite = new Sqlite(path, { timeout: 2000 })
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = NORMAL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('wal_autocheckpoint = 0')
    migrate(sqlite)
    const database = new Database(sqlite, path, events)
    await database.openLog()
    return database
  } catch (error) {
    sqlite?.close()
    throw storageProblem(error)
  }
}

function migrate(sqlite: Sqlite.Database): void {
  const version = sqlite.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) {
    throw new ProblemError({
      code: 'storage.newer',
      message: `数据库是更新版本的杏桃写的（第 ${version} 版，这里只认到第 ${migrations.length} 版）`,
      hint: '装上新版本再打开，或者用 --data 换一个数据文件夹',
    })
  }
  // Even without anything to do: finds out now, not at the first message, that the file cannot be written.
  sqlite.exec('BEGIN IMMEDIATE')
  try {
    for (const sql of migrations.slice(version)) sqlite.exec(sql)
    if (version < migrations.length) sqlite.pragma(`user_version = ${migrations.length}`)
    sqlite.exec('COMMIT')
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
    throw error
  }
}
