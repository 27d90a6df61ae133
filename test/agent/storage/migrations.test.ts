import { readFile } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../src/agent/storage/database.ts'
import { migrations } from '../../../src/agent/storage/migrations/migrations.ts'
import { storageOf } from '../../../src/agent/storage/storage.ts'
import { tempDir } from '../../support/temp-dir.ts'

const silent = { failed: () => undefined, committed: () => undefined }

function schemaOf(sqlite: Sqlite.Database): unknown[] {
  return sqlite.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()
}

it('brings a new file to the newest version, and leaves it alone the next time', async () => {
  await using dir = await tempDir()
  for (let time = 0; time < 2; time++) {
    const database = await openDatabase(dir.file('a.db'), silent)
    expect(database.prepare('PRAGMA user_version').pluck().get()).toBe(migrations.length)
    database.close()
  }
})

it('opens a file of version 1 with everything that is in it', async () => {
  await using dir = await tempDir()
  const old = new Sqlite(dir.file('a.db'))
  old.exec(await readFile(new URL('../../fixtures/storage/version-1.sql', import.meta.url), 'utf8'))
  expect(old.pragma('user_version', { simple: true })).toBe(1)
  old.close()

  const database = await openDatabase(dir.file('a.db'), silent)
  const { chats, messages, turns, modelCalls, changes, missed } = storageOf(database)
  expect(chats.get(1)).toMatchObject({ title: '三人群', settings: { prompt: '像猫' }, contextFrom: 1 })
  expect(messages.page(1, 100, 10).map(({ text }) => text)).toEqual(['喵。', '在吗', '早'])
  expect(messages.get(2)).toMatchObject({ groupRole: 'member', quote: { name: '大橘', text: '早' } })
  expect(turns.get(1)).toMatchObject({ ended: true, outcome: 'replied', steps: [{ stage: 'queued' }] })
  expect(modelCalls.day('2026-11-22')).toMatchObject({ calls: 1, inputTokens: 120 })
  expect(changes.page(100, 10)).toMatchObject([{ path: ['prompt'], before: undefined, after: '像猫' }])
  expect(changes.revision).toBe(2)
  expect(missed.all()).toEqual([{ id: 'unanswered-1', kind: 'unanswered', messageId: 1 }])
  database.close()
})

it('opens a file of version 2 and keeps what was counted, by each dimension', async () => {
  await using dir = await tempDir()
  const old = new Sqlite(dir.file('a.db'))
  old.exec(await readFile(new URL('../../fixtures/storage/version-2.sql', import.meta.url), 'utf8'))
  expect(old.pragma('user_version', { simple: true })).toBe(2)
  old.close()

  const database = await openDatabase(dir.file('a.db'), silent)
  const { modelCalls, characters } = storageOf(database)
  expect(characters.all()).toMatchObject([{ name: '猫娘' }])
  const day = '2026-11-22'
  expect(modelCalls.day(day)).toEqual({
    calls: 4,
    failedCalls: 0,
    unpriced: 4,
    estimated: 0,
    inputTokens: 530,
    cachedTokens: 100,
    outputTokens: 72,
    reasoningTokens: 0,
    cost: 0,
  })
  expect(modelCalls.day(day, 1)).toMatchObject({ calls: 2, inputTokens: 520, outputTokens: 68 })
  expect(modelCalls.day('2026-11-23', 1)).toMatchObject({ calls: 1, failedCalls: 1 })
  const sums = database
    .prepare('SELECT dimension, key, calls FROM usage_sums WHERE day = ? ORDER BY dimension, key')
    .raw()
    .all(day)
  expect(sums).toEqual([
    ['chat', '0', 2],
    ['chat', '1', 2],
    ['model', 'cloud/gpt', 2],
    ['model', 'local/qwen', 2],
    ['person', '', 4],
    ['purpose', 'chat', 1],
    ['purpose', 'summary', 1],
    ['purpose', 'test', 2],
  ])
  // What comes now is added to it.
  const at = new Date(2026, 10, 22, 12).getTime()
  modelCalls.insert({
    at,
    purpose: 'chat',
    chatId: 1,
    turnId: 1,
    person: '20001',
    model: 'local/qwen',
    inputTokens: 10,
    cachedTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
    estimated: false,
    cost: 0.5,
    attempts: 1,
    firstTokenMs: 1,
    totalMs: 2,
    problem: null,
  })
  expect(modelCalls.day(day, 1)).toMatchObject({ calls: 3, unpriced: 2, inputTokens: 530, cost: 0.5 })
  database.close()
})

it('ends at the same tables whether it began at version 1, at version 2 or at nothing', async () => {
  await using dir = await tempDir()
  for (const version of [1, 2]) {
    const old = new Sqlite(dir.file(`old-${version}.db`))
    old.exec(
      await readFile(new URL(`../../fixtures/storage/version-${version}.sql`, import.meta.url), 'utf8'),
    )
    old.close()
  }
  const schemas: unknown[] = []
  for (const name of ['old-1.db', 'old-2.db', 'new.db']) {
    const database = await openDatabase(dir.file(name), silent)
    database.close()
    const reader = new Sqlite(dir.file(name))
    schemas.push(schemaOf(reader))
    reader.close()
  }
  expect(schemas[0]).toEqual(schemas[2])
  expect(schemas[1]).toEqual(schemas[2])
})
