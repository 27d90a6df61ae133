import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { Database } from '../../../src/agent/storage/database.ts'
import { migrations } from '../../../src/agent/storage/migrations/migrations.ts'
import { storageOf } from '../../../src/agent/storage/storage.ts'

/**
 * Small tables that are read as a whole on purpose, once at the start or rarely, and the end of a table read backwards
 * by its key as far as its limit.
 */
const readWhole = [
  'SELECT * FROM chats',
  'FROM missed ORDER BY message_id',
  'FROM characters WHERE removed_at IS NULL ORDER BY id',
  'FROM turns ORDER BY id DESC LIMIT',
  'SELECT * FROM waitings',
  'FROM tool_grants WHERE until',
  "UPDATE reminders SET state = 'unknown'",
  'DELETE FROM reminders',
]

function statements(): { sql: string; plan: string }[] {
  const sqlite = new Sqlite(':memory:')
  for (const sql of migrations) sqlite.exec(sql)
  const seen: string[] = []
  class Listening extends Database {
    override prepare<Parameters extends unknown[], Row = unknown>(sql: string) {
      seen.push(sql)
      return super.prepare<Parameters, Row>(sql)
    }
  }
  storageOf(new Listening(sqlite, ':memory:', { failed: () => undefined, committed: () => undefined }))
  return seen.map((sql) => {
    const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]))
    const nothing = [...Array(sql.split('?').length - 1).fill(null), named]
    const plan = sqlite.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing)
    return { sql, plan: plan.map(({ detail }) => detail).join('; ') }
  })
}

it('no statement of the main thread reads or sorts a whole table', () => {
  const all = statements()
  expect(all.length).toBeGreaterThan(20)
  const slow = all.filter(
    ({ sql, plan }) =>
      /SCAN(?! \w+ USING INDEX| CONSTANT ROW| \d+-ROW VALUES)|TEMP B-TREE/.test(plan) &&
      !readWhole.some((part) => sql.includes(part)),
  )
  expect(slow).toEqual([])
})
