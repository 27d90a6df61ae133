import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { openDatabase } from '../../src/agent/storage/database.ts'
import { startReader } from '../../src/agent/storage/start-reader.ts'
import type { Storage } from '../../src/agent/storage/storage.ts'
import { UsageReports } from '../../src/agent/storage/usage-reports.ts'
import { databaseOnce } from '../database-once.ts'
import { format } from '../report.ts'
import { median } from '../statistics.ts'
import { longestBlockOf } from './longest-block.ts'
import { saying, silent } from './surroundings.ts'

const calls = 1_000_000
const chats = 200
const people = 2000
const models = ['qwen-vl', 'qwen-max', 'deepseek-chat', 'glm-4', 'kimi'].map((name) => `local/${name}`)
const purposes = ['chat', 'chat', 'chat', 'vision', 'summary'] as const
/** One call in so many finds its prompt cache gone. */
const breaksEvery = 50
const perCommit = 5000
const spreadMs = 60 * 24 * 3600 * 1000
/** A day of its own, so that the database can be kept. */
const now = new Date(2026, 10, 1, 12).getTime()
const rounds = 5

/** 费用 with a million calls behind it: what its first and its further openings take, and the main thread meanwhile. */
export async function usage(): Promise<string> {
  const life = new Lifetime()
  const path = await databaseOnce(`calls-${calls}`, fill)
  const database = await openDatabase(path, { failed: console.error, committed: () => undefined })
  life.defer(() => database.close())
  const worker = new URL('../../src/agent/storage/reader.ts', import.meta.url)
  const reader = startReader(life, { database, worker, log: silent })
  const reports = new UsageReports({ database, reader, clock: { ...systemClock, now: () => now } })
  // The reader's thread keeps no process running.
  const awake = setInterval(() => undefined, 1000)
  life.defer(() => clearInterval(awake))
  const lines: string[] = []
  for (const days of [30, 1]) {
    const { result: times, block } = await longestBlockOf(async () => {
      const measured: number[] = []
      for (let round = 0; round < rounds; round++) {
        const before = performance.now()
        await reports.summary(days)
        measured.push(performance.now() - before)
      }
      return measured
    })
    const [first = Number.NaN, ...further] = times
    lines.push(
      `${days} days: first ${format(first)} ms, then ${format(median(further))} ms (< 300), loop blocked at most ${format(block)} ms (< 20)`,
    )
  }
  await life.dispose()
  return `usage with 1,000,000 calls behind it, ${lines.join('; ')}`
}

async function fill(storage: Storage): Promise<void> {
  const asked = Array.from({ length: people }, (_, person) => storeQuestion(storage, person))
  for (let index = 0; index < calls; index++) {
    const at = Math.round(now - spreadMs + ((index + 1) / calls) * spreadMs)
    // Few people ask most: the square root of an even spread is uneven.
    const { chatId, turnId, person } = asked[Math.floor(people * ((index * 0.618034) % 1) ** 2)] ?? {}
    if (chatId === undefined || turnId === undefined || person === undefined) continue
    storage.modelCalls.insert({
      at,
      purpose: purposes[index % purposes.length] ?? 'chat',
      chatId,
      turnId,
      model: models[index % models.length] ?? '',
      firstTokenMs: 300,
      totalMs: 1000,
      inputTokens: 900 + (index % 700),
      cachedTokens: 500,
      outputTokens: 40 + (index % 100),
      reasoningTokens: 0,
      estimated: false,
      person,
      cost: (900 + (index % 700)) / 1_000_000,
      attempts: 1,
      problem: null,
    })
    if (index % breaksEvery === 0)
      storage.cacheBreaks.add(chatId, { at, turnId, reason: `原因 ${index % 7}`, lost: 0.001 })
    if (index % perCommit === 0) await storage.database.committed()
  }
  await storage.database.committed()
}

/** Somebody asked once: names are read from what people said. */
function storeQuestion(storage: Storage, index: number): { chatId: number; turnId: number; person: string } {
  const person = String(30_000 + index)
  const { chat: address } = saying('group', String(800_000 + (index % chats)), '')
  const { id: chatId } = storage.chats.at(address, `第 ${index % chats} 个群`)
  const { id: messageId } = storage.messages.insert({
    chatId,
    platformId: `m${index}`,
    author: 'user',
    kind: 'said',
    senderId: person,
    senderName: `群友${index}`,
    groupRole: 'member',
    text: '今天晚上吃什么',
    at: now - spreadMs,
    replyTo: null,
    quote: null,
    images: [],
    reason: 'mention',
    turnId: null,
    delivery: null,
    problem: null,
  })
  const { id: turnId } = storage.turns.insert({
    chatId,
    messageId,
    reason: 'mention',
    receivedAt: now - spreadMs,
  })
  storage.messages.setTurn(messageId, turnId, 'mention')
  return { chatId, turnId, person }
}
