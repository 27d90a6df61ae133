import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { startReader } from '../../../src/agent/storage/start-reader.ts'
import { problemOf } from '../../support/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { tempDir } from '../../support/temp-dir.ts'

const worker = new URL('../../../src/agent/storage/reader.ts', import.meta.url)
const day = { days: ['2026-11-22'], before: ['2026-11-21'], since: 0 }

it('does one task after another on a connection of its own', async () => {
  await using storage = await openTestStorage()
  const life = new Lifetime()
  const reader = startReader(life, { database: storage.database, worker, log: createSilentLog() })
  const [summary, nothing] = await Promise.all([
    reader.ask('usageSummary', day),
    reader.ask('checkpoint', null),
  ])
  expect(summary).toMatchObject({ days: 1, total: { calls: 0 } })
  expect(nothing).toBe(null)
  await life.dispose()
})

it('says what went wrong with a task, and goes on with the next', async () => {
  await using storage = await openTestStorage()
  const life = new Lifetime()
  const reader = startReader(life, { database: storage.database, worker, log: createSilentLog() })
  storage.other.exec('ALTER TABLE usage_sums RENAME TO hidden')
  const problem = await problemOf(reader.ask('usageSummary', day))
  expect(problem).toMatchObject({ code: 'storage.failed', message: '数据库这次没有读出来' })
  expect(problem.detail).toContain('usage_sums')
  storage.other.exec('ALTER TABLE hidden RENAME TO usage_sums')
  expect(await reader.ask('usageSummary', day)).toMatchObject({ days: 1 })
  await life.dispose()
})

it('fails what a thread that dies had still to do, and starts another when it is needed', async () => {
  await using storage = await openTestStorage()
  await using dir = await tempDir()
  // Dies at its first task as long as the file says so.
  const frail = dir.file('frail.mjs')
  const script = `import { parentPort, workerData } from 'node:worker_threads'
import { existsSync } from 'node:fs'
parentPort.on('message', ({ id }) => {
  if (existsSync(${JSON.stringify(dir.file('well'))})) parentPort.postMessage({ id, ok: true, result: null })
  else throw new Error('worker gave up')
})`
  await writeFile(frail, script)
  const life = new Lifetime()
  const log = createSilentLog()
  const reader = startReader(life, { database: storage.database, worker: pathToFileURL(frail), log })
  const asked = [reader.ask('checkpoint', null), reader.ask('checkpoint', null)]
  for (const one of asked) expect((await problemOf(one)).code).toBe('storage.failed')
  await writeFile(dir.file('well'), '')
  expect(await reader.ask('checkpoint', null)).toBe(null)
  await life.dispose()
})

it('is not waited for by whoever has gone, nor after the end', async () => {
  await using storage = await openTestStorage()
  const life = new Lifetime()
  const reader = startReader(life, { database: storage.database, worker, log: createSilentLog() })
  const gone = new AbortController()
  const asked = reader.ask('usageSummary', day, gone.signal)
  gone.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  const waiting = problemOf(reader.ask('usageSummary', day))
  await life.dispose()
  expect((await waiting).code).toBe('storage.failed')
  expect((await problemOf(reader.ask('checkpoint', null))).code).toBe('storage.failed')
})
