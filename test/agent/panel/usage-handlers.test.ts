import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { usageHandlers } from '../../../src/agent/panel/usage-handlers.ts'
import { startReader } from '../../../src/agent/storage/start-reader.ts'
import { UsageReports } from '../../../src/agent/storage/usage-reports.ts'
import { problemOf } from '../../support/model-calls.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { callOf, noon } from '../storage/calls.ts'

const worker = new URL('../../../src/agent/storage/reader.ts', import.meta.url)
const { signal } = new AbortController()

it('answers what 费用 asks for', async () => {
  await using storage = await openTestStorage()
  const life = new Lifetime()
  const clock = { now: () => noon }
  const reader = startReader(life, { database: storage.database, worker, log: createSilentLog() })
  const reports = new UsageReports({ database: storage.database, reader, clock })
  const handlers = usageHandlers({ storage, reports, clock })
  const chatId = storage.chats.at(addressOf(), '小明').id
  storage.modelCalls.insert(callOf({ chatId }))
  expect(await handlers['usage.summary']({ days: 7 }, signal)).toMatchObject({
    days: 7,
    total: { cost: 0.25 },
  })
  expect(await handlers['usage.chat']({ chatId }, signal)).toMatchObject({ today: { calls: 1 }, breaks: [] })
  const file = await handlers['usage.export']({ days: 30 }, signal)
  expect(file.name).toBe('杏桃费用-2026-11-22.csv')
  expect(file.text).toContain('2026-11-22,聊天,小明,')
  const gone = problemOf(Promise.resolve().then(() => handlers['usage.chat']({ chatId: 99 }, signal)))
  expect((await gone).code).toBe('call.unknown-thing')
  await life.dispose()
})
