import { expect, it } from 'vitest'
import { storageOf } from '../../../src/agent/storage/storage.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'

const edit = { at: 5, scope: 'config', path: ['botName'], before: undefined, after: '小桃' }

it('counts one revision for edits that were made together, across restarts', async () => {
  await using storage = await openTestStorage()
  const { changes, database } = storage
  const before = changes.revision
  expect(changes.record([edit, { ...edit, path: ['paused'] }])).toBe(before + 1)
  expect(changes.record([edit])).toBe(before + 2)
  await database.committed()
  expect(storageOf(database).changes.revision).toBe(before + 2)
})

it('turns back page by page, newest first, and tells what was not there from what was null', async () => {
  await using storage = await openTestStorage()
  const { changes } = storage
  changes.record([edit])
  changes.record([{ ...edit, before: null, after: undefined }])
  const [newest, oldest] = changes.page(Number.MAX_SAFE_INTEGER, 10)
  expect(newest).toMatchObject({ before: null, after: undefined, undone: false })
  expect(oldest).toMatchObject(edit)
  expect(changes.page(newest?.id ?? 0, 10)).toEqual([oldest])
})

it('marks what was undone', async () => {
  await using storage = await openTestStorage()
  const { changes } = storage
  changes.record([edit])
  const [change] = changes.page(100, 1)
  changes.setUndone(change?.id ?? 0)
  expect(changes.get(change?.id ?? 0)?.undone).toBe(true)
  expect(changes.get(99)).toBeNull()
})

it('takes back a revision that was lost with a full disk', async () => {
  await using storage = await openTestStorage()
  const { changes, database } = storage
  const kept = changes.record([edit])
  await database.committed()
  storage.limitPages(3)
  changes.record([edit])
  fillUp(database)
  expect(changes.revision).toBe(kept)
})
