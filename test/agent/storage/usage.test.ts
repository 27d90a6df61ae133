import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { openDatabase } from '../../../src/agent/storage/database.ts'
import { startReader } from '../../../src/agent/storage/start-reader.ts'
import { type Storage, storageOf } from '../../../src/agent/storage/storage.ts'
import { usageCsv } from '../../../src/agent/storage/usage-export.ts'
import { UsageReports } from '../../../src/agent/storage/usage-reports.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { callOf, noon } from './calls.ts'

const worker = new URL('../../../src/agent/storage/reader.ts', import.meta.url)
const daysAgo = (days: number) => new Date(2026, 10, 22 - days, 12).getTime()

function reportsOf(storage: Storage, now = noon) {
  const life = new Lifetime()
  const reader = startReader(life, { database: storage.database, worker, log: createSilentLog() })
  const reports = new UsageReports({ database: storage.database, reader, clock: { now: () => now } })
  return { reports, [Symbol.asyncDispose]: () => life.dispose() }
}

/** A group in which 大橘 and 小明 each asked once. */
function talk(storage: Storage) {
  const chatId = storage.chats.at(addressOf('group', '30001'), '三人群').id
  const turns = [
    ['20003', '大橘'],
    ['20001', '小明'],
  ].map(([senderId = '', senderName = '']) => {
    const messageId = storage.messages.insert(saidBy({ chatId, senderId, senderName })).id
    return storage.turns.insert({ chatId, messageId, reason: 'mention', receivedAt: noon }).id
  })
  return { chatId, turns }
}

it('sums up days by each dimension, the most expensive first, with what things are called', async () => {
  await using storage = await openTestStorage()
  await using at = reportsOf(storage)
  const { chatId, turns } = talk(storage)
  const [first = 0, second = 0] = turns
  storage.modelCalls.insert(callOf({ chatId, turnId: first, person: '20003', cost: 0.1 }))
  storage.modelCalls.insert(callOf({ chatId, turnId: second, cost: 2, at: daysAgo(6) }))
  storage.modelCalls.insert(callOf({ chatId, turnId: null, person: null, purpose: 'summary', cost: null }))
  storage.modelCalls.insert(callOf({ chatId: null, turnId: null, person: null, purpose: 'test', cost: 0 }))
  storage.modelCalls.insert(callOf({ chatId, at: daysAgo(7), cost: 9, model: 'cloud/old' }))
  const week = await at.reports.summary(7)
  expect(week.days).toBe(7)
  expect(week.total).toMatchObject({ calls: 4, unpriced: 1, cost: 2.1, inputTokens: 400 })
  expect(week.before).toMatchObject({ calls: 1, cost: 9 })
  expect(week.series.map(({ at, sums }) => [at, sums.calls])).toEqual([
    ['2026-11-16', 1],
    ['2026-11-17', 0],
    ['2026-11-18', 0],
    ['2026-11-19', 0],
    ['2026-11-20', 0],
    ['2026-11-21', 0],
    ['2026-11-22', 3],
  ])
  const named = (rows: { key: string; title: string; calls: number }[]) =>
    rows.map(({ key, title, calls }) => [key, title, calls])
  expect(named(week.chats)).toEqual([
    [String(chatId), '三人群', 3],
    ['0', '不在聊天里', 1],
  ])
  expect(named(week.people)).toEqual([
    ['20001', '小明', 1],
    ['20003', '大橘', 1],
    ['', '没有人问', 2],
  ])
  expect(named(week.models)).toEqual([['local/qwen', 'local/qwen', 4]])
  expect(named(week.purposes)).toEqual([
    ['chat', '聊天', 2],
    ['summary', '总结', 1],
    ['test', '测试', 1],
  ])
})

it('shows one day by the hour, and compares it with the day before', async () => {
  await using storage = await openTestStorage()
  await using at = reportsOf(storage)
  const { chatId } = talk(storage)
  storage.modelCalls.insert(callOf({ chatId, at: noon }))
  storage.modelCalls.insert(callOf({ chatId, at: noon - 3 * 3_600_000 }))
  storage.modelCalls.insert(callOf({ chatId, at: daysAgo(1) }))
  const day = await at.reports.summary(1)
  expect(day.series).toHaveLength(24)
  expect(day.series.filter(({ sums }) => sums.calls > 0).map(({ at }) => at)).toEqual(['09', '12'])
  expect(day.total.calls).toBe(2)
  expect(day.before.calls).toBe(1)
})

it('tells of one chat what it used, and why its cache did not fit', async () => {
  await using storage = await openTestStorage()
  await using at = reportsOf(storage)
  const { chatId } = talk(storage)
  const other = storage.chats.at(addressOf(), '小明').id
  for (const days of [0, 5, 20, 40]) storage.modelCalls.insert(callOf({ chatId, at: daysAgo(days) }))
  storage.modelCalls.insert(callOf({ chatId: other }))
  storage.cacheBreaks.add(chatId, { at: daysAgo(3), turnId: 1, reason: '工具变了', lost: 0.5 })
  storage.cacheBreaks.add(other, { at: daysAgo(2), turnId: 2, reason: '工具变了', lost: 0.25 })
  storage.cacheBreaks.add(chatId, { at: daysAgo(0), turnId: 3, reason: '摘要更新了', lost: null })
  const usage = await at.reports.chat(chatId)
  expect([usage.today.calls, usage.week.calls, usage.month.calls]).toEqual([1, 2, 3])
  expect(usage.series).toHaveLength(30)
  expect(usage.series.at(-1)).toMatchObject({ at: '2026-11-22', sums: { calls: 1, cost: 0.25 } })
  expect(usage.breaks).toEqual([
    { at: daysAgo(0), turnId: 3, reason: '摘要更新了', lost: null },
    { at: daysAgo(3), turnId: 1, reason: '工具变了', lost: 0.5 },
  ])
  expect((await at.reports.summary(7)).cacheLoss).toEqual([
    { reason: '工具变了', times: 2, lost: 0.75 },
    { reason: '摘要更新了', times: 1, lost: 0 },
  ])
  expect((await at.reports.summary(1)).cacheLoss).toEqual([{ reason: '摘要更新了', times: 1, lost: 0 }])
})

it('writes a table that Excel opens, and no name in it becomes a formula', async () => {
  await using storage = await openTestStorage()
  await using at = reportsOf(storage)
  const evil = '=HYPERLINK("http://x","点我")'
  const chatId = storage.chats.at(addressOf('group', '30001'), evil).id
  storage.modelCalls.insert(callOf({ chatId, turnId: null, person: '20001', model: '-1+2' }))
  storage.modelCalls.insert(callOf({ chatId, at: daysAgo(40) }))
  const text = await at.reports.csv(30)
  expect(text.startsWith('\uFEFF日期,分类,名称,编号,')).toBe(true)
  expect(text.split('\r\n').slice(1, -1)).toEqual([
    `2026-11-22,聊天,"'=HYPERLINK(""http://x"",""点我"")",${chatId},1,0,0,0,100,60,20,5,0.250000`,
    "2026-11-22,模型,'-1+2,'-1+2,1,0,0,0,100,60,20,5,0.250000",
    '2026-11-22,人,20001,20001,1,0,0,0,100,60,20,5,0.250000',
    '2026-11-22,用途,聊天,chat,1,0,0,0,100,60,20,5,0.250000',
  ])
})

it('leaves the oldest days out of a table that gets too long, and says so', async () => {
  await using storage = await openTestStorage()
  storage.modelCalls.insert(callOf())
  storage.modelCalls.insert(callOf({ at: daysAgo(1) }))
  const text = usageCsv(storage.database, { days: ['2026-11-21', '2026-11-22'], most: 5 })
  const lines = text.trim().split('\r\n')
  expect(lines.filter((line) => line.startsWith('2026-11-22'))).toHaveLength(4)
  expect(lines.at(-1)).toBe('只写了最新的 5 行')
})

it('knows the name of somebody who was not the first to speak in a question, and no other’s', async () => {
  await using storage = await openTestStorage()
  const { chatId, turns } = talk(storage)
  storage.messages.insert(saidBy({ chatId, senderId: '20004', senderName: '老周' }))
  const elsewhere = storage.chats.at(addressOf(), '小满').id
  storage.messages.insert(saidBy({ chatId: elsewhere, senderId: '20005', senderName: '小满' }))
  expect(storage.usage.title('person', '20004', turns[1] ?? 0)).toBe('老周')
  expect(storage.usage.title('person', '20005', turns[1] ?? 0)).toBe('20005')
  expect(storage.usage.title('person', '20004', null)).toBe('20004')
})

it('answers as well when there is no file to share', async () => {
  const database = await openDatabase(':memory:', { failed: () => undefined, committed: () => undefined })
  const storage = storageOf(database)
  await using at = reportsOf(storage)
  storage.modelCalls.insert(callOf())
  expect((await at.reports.summary(1)).total.calls).toBe(1)
  database.close()
})

it('keeps what was said of the budgets of one day', async () => {
  await using storage = await openTestStorage()
  expect(storage.usage.told('2026-11-22')).toEqual([])
  storage.usage.setTold('2026-11-22', ['day::near:5'])
  expect(storage.usage.told('2026-11-22')).toEqual(['day::near:5'])
  expect(storage.usage.told('2026-11-23')).toEqual([])
})
