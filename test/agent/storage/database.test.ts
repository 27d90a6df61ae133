import { writeFile } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { openDatabase } from '../../../src/agent/storage/database.ts'
import { openStorage } from '../../../src/agent/storage/open-storage.ts'
import { storageProblem } from '../../../src/agent/storage/problems.ts'
import type { Problem } from '../../../src/shared/problem.ts'
import { settle } from '../../support/fake-clock.ts'
import { problemOf } from '../../support/model-calls.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'
import { tempDir } from '../../support/temp-dir.ts'

const silent = { failed: () => undefined, committed: () => undefined }

async function metaOf() {
  const storage = await openTestStorage()
  const { database, other } = storage
  const insert = database.prepare<[string]>("INSERT INTO meta (key, value) VALUES (?, 'x')")
  const put = (key: string) => database.write(() => insert.run(key))
  const keys = () => other.prepare('SELECT key FROM meta ORDER BY key').pluck().all()
  return { storage, database, put, keys }
}

describe('writing', () => {
  it('commits everything of one turn of the event loop at once', async () => {
    await using parts = await disposable(metaOf())
    const { storage, database, put, keys } = parts
    put('a')
    await Promise.resolve()
    put('b')
    expect(keys()).toEqual([])
    await database.committed()
    expect(keys()).toEqual(['a', 'b'])
    expect(storage.events).toEqual(['committed'])
    put('c')
    await database.committed()
    expect(storage.events).toEqual(['committed', 'committed'])
  })

  it('lets the writer read what is not committed yet', async () => {
    await using parts = await disposable(metaOf())
    const { database, put } = parts
    put('a')
    expect(database.prepare('SELECT COUNT(*) FROM meta').pluck().get()).toBe(1)
  })

  it('says committed only after others can see it', async () => {
    await using parts = await disposable(metaOf())
    const { database, put, keys } = parts
    put('a')
    const seen: unknown[] = []
    await Promise.all([1, 2, 3].map(() => database.committed().then(() => seen.push(keys()))))
    expect(seen).toEqual([['a'], ['a'], ['a']])
  })

  it('has nothing to wait for when nothing was written', async () => {
    await using parts = await disposable(metaOf())
    await parts.database.committed()
    await parts.database.durable()
    expect(parts.storage.events).toEqual([])
  })

  it('is on the disk when it is durable, also for many who wait at once', async () => {
    await using parts = await disposable(metaOf())
    const { database, put, keys } = parts
    const waiting: Promise<void>[] = []
    for (const key of ['a', 'b', 'c']) {
      put(key)
      waiting.push(database.durable())
      await settle(1)
    }
    await Promise.all(waiting)
    expect(keys()).toEqual(['a', 'b', 'c'])
  })

  it('says that it is not on the disk when the disk does not take it, each time anew', async () => {
    await using dir = await tempDir()
    const database = await openDatabase(dir.file('a.db'), silent)
    database.close()
    for (let time = 0; time < 3; time++) {
      expect((await problemOf(database.durable())).code).toBe('storage.failed')
    }
  })

  it('commits what is open when it is closed', async () => {
    await using dir = await tempDir()
    const database = await openDatabase(dir.file('a.db'), silent)
    database.write(() => database.prepare("INSERT INTO meta VALUES ('a', 'x')").run())
    database.close()
    const again = await openDatabase(dir.file('a.db'), silent)
    expect(again.prepare('SELECT key FROM meta').pluck().all()).toEqual(['a'])
    again.close()
  })

  it('throws a problem for what cannot be written, and keeps the rest of the tick', async () => {
    await using parts = await disposable(metaOf())
    const { storage, database, put, keys } = parts
    put('a')
    expect(() => put('a')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'storage.failed' }) }),
    )
    put('b')
    await database.committed()
    expect(keys()).toEqual(['a', 'b'])
    expect(storage.events).toHaveLength(2)
  })
})

describe('a full disk', () => {
  it('rejects what was lost with it, says so, and takes new things when there is room again', async () => {
    await using parts = await disposable(metaOf())
    const { storage, database, put, keys } = parts
    put('before')
    await database.committed()
    storage.limitPages(3)
    put('lost')
    const lost = problemOf(database.committed())
    expect(fillUp(database)).toMatchObject({ problem: { code: 'storage.full' } })
    expect((await lost).code).toBe('storage.full')
    expect(keys()).toEqual(['before'])
    storage.unlimitPages()
    put('after')
    await database.committed()
    expect(keys()).toEqual(['after', 'before'])
    expect(storage.events.at(-1)).toBe('committed')
  })
})

describe('opening', () => {
  it.each([
    ['is not a database', 'storage.corrupt', (path: string) => writeFile(path, 'x'.repeat(5000))],
    [
      'was written by a newer version',
      'storage.newer',
      async (path: string) => {
        const sqlite = new Sqlite(path)
        sqlite.pragma('user_version = 999')
        sqlite.close()
      },
    ],
  ])('says what is wrong with a file that %s, and leaves it as it is', async (_what, code, make) => {
    await using dir = await tempDir()
    await make(dir.file('a.db'))
    expect((await problemOf(openDatabase(dir.file('a.db'), silent))).code).toBe(code)
  })

  it('says that a file cannot be opened, without its path', async () => {
    await using dir = await tempDir()
    const problem = await problemOf(openDatabase(dir.path, silent))
    expect(problem.code).toBe('storage.read-only')
    expect(problem.message).not.toContain(dir.path)
  })

  it('goes on in memory when the file cannot be used, so that the panel can tell about it', async () => {
    await using dir = await tempDir()
    await writeFile(dir.file('a.db'), 'x'.repeat(5000))
    const life = new Lifetime()
    const problems = new Map<string, Problem | null>()
    const { storage, temporary } = await openStorage(life, dir.file('a.db'), problems)
    expect(temporary).toBe(true)
    expect(problems.get('database')?.code).toBe('storage.corrupt')
    storage.changes.record([])
    await storage.database.durable()
    await life.dispose()
  })

  it('shows a standing problem while writes fail, until one succeeds', async () => {
    await using dir = await tempDir()
    const life = new Lifetime()
    const problems = new Map<string, Problem | null>()
    const { storage, temporary } = await openStorage(life, dir.file('a.db'), problems)
    expect(temporary).toBe(false)
    storage.changes.record([])
    await storage.database.committed()
    expect(problems.size).toBe(0)
    storage.database.prepare('PRAGMA max_page_count = 1').get()
    fillUp(storage.database)
    expect(problems.get('storage')?.code).toBe('storage.full')
    storage.database.prepare('PRAGMA max_page_count = 1000000').get()
    storage.changes.record([])
    await storage.database.committed()
    expect(problems.get('storage')).toBeNull()
    await life.dispose()
  })
})

describe('what SQLite throws', () => {
  it('becomes a sentence: a file that is read-only', async () => {
    await using dir = await tempDir()
    new Sqlite(dir.file('a.db')).exec('CREATE TABLE a (b)').close()
    const readOnly = new Sqlite(dir.file('a.db'), { readonly: true })
    let thrown: unknown
    try {
      readOnly.exec('INSERT INTO a VALUES (1)')
    } catch (error) {
      thrown = error
    }
    readOnly.close()
    expect(storageProblem(thrown).problem.code).toBe('storage.read-only')
  })

  it('becomes a sentence: a file that somebody else holds', async () => {
    await using dir = await tempDir()
    const holder = new Sqlite(dir.file('a.db')).exec('BEGIN EXCLUSIVE')
    const waiting = new Sqlite(dir.file('a.db'), { timeout: 1 })
    let thrown: unknown
    try {
      waiting.exec('BEGIN IMMEDIATE')
    } catch (error) {
      thrown = error
    }
    holder.close()
    waiting.close()
    expect(storageProblem(thrown).problem.code).toBe('storage.busy')
  })

  it('keeps what it does not know for the log', () => {
    const { problem } = storageProblem(new TypeError('odd'))
    expect(problem).toMatchObject({ code: 'storage.failed', detail: expect.stringContaining('odd') })
  })
})

/** Parts around a storage that end with it. */
async function disposable<T extends { storage: AsyncDisposable }>(
  parts: Promise<T>,
): Promise<T & AsyncDisposable> {
  const made = await parts
  return { ...made, [Symbol.asyncDispose]: () => made.storage[Symbol.asyncDispose]() }
}
