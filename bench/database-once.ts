import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/agent/storage/database.ts'
import { migrations } from '../src/agent/storage/migrations/migrations.ts'
import { type Storage, storageOf } from '../src/agent/storage/storage.ts'

/**
 * Path of a database that the product's own storage filled, made once for these tables and kept in the temporary
 * folder. What `fill` has written is committed when it resolves.
 */
export async function databaseOnce(name: string, fill: (storage: Storage) => Promise<void>): Promise<string> {
  const version = createHash('sha256').update(migrations.join()).digest('hex').slice(0, 8)
  const folder = join(tmpdir(), 'apricot-bench')
  const path = join(folder, `${name}-${version}.db`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const unfinished = `${path}.part`
  for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  const database = await openDatabase(unfinished, {
    failed(error) {
      throw error
    },
    committed: () => undefined,
  })
  await fill(storageOf(database))
  database.close()
  renameSync(unfinished, path)
  return path
}
