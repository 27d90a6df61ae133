import { stat } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { startCheckpoints } from '../../../src/agent/storage/checkpoints.ts'
import { startReader } from '../../../src/agent/storage/start-reader.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { waitFor } from '../../support/wait-for.ts'

it('moves a long write-ahead log into the database file, off this thread', async () => {
  await using storage = await openTestStorage()
  const { database, path } = storage
  const life = new Lifetime()
  const clock = createFakeClock()
  const log = createSilentLog()
  const worker = new URL('../../../src/agent/storage/reader.ts', import.meta.url)
  const reader = startReader(life, { database, worker, log })
  startCheckpoints(life, { path, reader, clock, log })
  const insert = database.prepare<[string]>(
    "INSERT INTO meta (key, value) VALUES (?, printf('%.*c', 100000, 'x'))",
  )
  for (let row = 0; row < 50; row++) database.write(() => insert.run(`${row}`))
  await database.committed()
  const before = (await stat(path)).size
  clock.advance(15_000)
  await waitFor('the database file to grow', async () => (await stat(path)).size > before + 4_000_000)
  await life.dispose()
  expect(clock.timers).toBe(0)
  expect(log.lines).toEqual([])
})
