import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { IncomingMessage } from '../src/agent/chat/chat-client.ts'
import { resolveSettings } from '../src/agent/config/inherit.ts'
import { buildRequest } from '../src/agent/conversation/request.ts'
import { decide } from '../src/agent/inbox/decide.ts'
import { gatherFacts } from '../src/agent/inbox/facts.ts'
import { Inbox } from '../src/agent/inbox/inbox.ts'
import { Limits } from '../src/agent/inbox/limits.ts'
import { systemClock } from '../src/agent/kernel/clock.ts'
import { Emitter } from '../src/agent/kernel/emitter.ts'
import type { Log } from '../src/agent/kernel/log.ts'
import { Topic } from '../src/agent/kernel/topic.ts'
import { ResolvedSettings } from '../src/agent/settings/chat-settings.ts'
import { ChatBoard } from '../src/agent/state/chat-board.ts'
import { TurnBoard } from '../src/agent/state/turn-board.ts'
import { openDatabase } from '../src/agent/storage/database.ts'
import { type Storage, storageOf } from '../src/agent/storage/storage.ts'
import { chatKey } from '../src/shared/chat-address.ts'
import { Config } from '../src/shared/config.ts'
import type { Topics } from '../src/shared/state.ts'
import { format } from './report.ts'
import { median, percentile } from './statistics.ts'

/**
 * What single parts of the agent cost in this process, without sockets and without a model:
 * `node bench/inside.ts`. The numbers to hold are beside each.
 */

const selfId = '10001'
const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: console.error,
  module: () => silent,
}

function saying(kind: 'private' | 'group', id: string, text: string): IncomingMessage {
  return {
    chat: { selfId, kind, id, key: chatKey(kind, id) },
    title: null,
    messageId: null,
    at: Date.now(),
    sender: { id: kind === 'private' ? id : '20001', name: '小明', groupRole: null, anonymous: false },
    text,
    mentionsBot: false,
    mentionsAll: false,
    mentions: [],
    replyTo: null,
    images: [],
    forwardId: null,
    spoken: true,
  }
}

async function openStorage(folder: string, name: string): Promise<Storage> {
  const events = { failed: console.error, committed: () => undefined }
  return storageOf(await openDatabase(join(folder, `${name}.db`), events))
}

/** One decision, with 1,000 chats that each have triggers of their own. */
async function decisions(folder: string): Promise<string> {
  const storage = await openStorage(folder, 'decisions')
  const config = Config.parse({
    access: { trusted: Array.from({ length: 200 }, (_, index) => String(50_000 + index)) },
  })
  const settings = new ResolvedSettings({ global: () => config.defaults, character: () => null })
  const chats = Array.from({ length: 1000 }, (_, index) => {
    const chat = storage.chats.at(saying('group', String(30_000 + index), '').chat, '群')
    const own = {
      triggers: {
        nicknames: ['小杏', '杏桃'],
        keywords: ['天气', '吃什么', '几点'],
        patterns: ['明天.*雨', '^(谁|哪位).*在$'],
        probability: 0,
        quietHours: ['23:00-07:00'],
      },
    }
    return storage.chats.change(chat.id, { settings: own })
  })
  const limits = new Limits()
  const message = saying(
    'group',
    '30000',
    '今天的晚饭吃什么好呢？我想了半天也没有主意。'.replace('吃什么', '做啥'),
  )
  const times: number[] = []
  for (let round = 0; round < 50_000; round++) {
    const chat = chats[round % chats.length]
    if (!chat) continue
    const before = performance.now()
    decide(
      message,
      gatherFacts(message, {
        config,
        settings: settings.of(chat),
        chat,
        limits,
        paused: false,
        repliesToBot: false,
        isPoke: false,
        laneFull: false,
        open: 'none',
        now: Date.now(),
        chance: 0.5,
        silenced: () => false,
        overBudget: () => null,
      }),
    )
    times.push(performance.now() - before)
  }
  storage.database.close()
  return `decision, 1,000 chats configured: p50 ${format(median(times) * 1000)} µs, p99 ${format(percentile(times, 99) * 1000)} µs (< 200)`
}

/** 5,000 chats whose windows close at about the same time. */
async function windows(folder: string): Promise<string> {
  const storage = await openStorage(folder, 'windows')
  const config = Config.parse({ inbox: { maxTurns: 1000 } })
  let answered = 0
  const inbox = new Inbox({
    storage,
    boards: {
      turns: new TurnBoard(
        { turns: new Topic({}), recent: new Topic<Topics['recent']>({ replies: [] }) },
        systemClock,
      ),
      chats: new ChatBoard(storage, { rows: new Topic({}), feed: new Emitter() }, () => config),
    },
    load: new Topic({ running: 0, queued: 0, maxTurns: 0 }),
    access: { heard: () => undefined, denied: () => undefined },
    clock: systemClock,
    log: silent,
    config: () => config,
    settings: (chat) => resolveSettings({ global: config.defaults, character: {}, own: chat.settings }),
    paused: () => false,
    silenced: () => false,
    pictures: () => undefined,
    overBudget: () => null,
    command: async () => undefined,
    answer: async ({ turn }) => {
      answered++
      storage.turns.end({ ...turn, outcome: 'replied', endedAt: Date.now() })
    },
  })
  // Said in the pieces in which a socket brings them.
  for (let index = 0; index < 5000; index++) {
    inbox.message(saying('private', String(100_000 + index), '你好'))
    if (index % 20 === 19) await new Promise((resolve) => setImmediate(resolve))
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const before = performance.now()
  while (answered < 5000) await new Promise((resolve) => setTimeout(resolve, 10))
  const took = performance.now() - before
  delay.disable()
  await inbox.close()
  storage.database.close()
  return `5,000 windows closing together: loop blocked at most ${format(delay.max / 1e6)} ms (< 20), all under way after ${format(took)} ms`
}

/** The request of a chat with 100,000 stored messages. */
async function prompts(folder: string): Promise<string> {
  const storage = await openStorage(folder, 'prompts')
  const chat = storage.chats.at(saying('group', '30000', '').chat, '群')
  for (let index = 0; index < 100_000; index++) {
    const isBot = index % 10 === 9
    storage.messages.insert({
      chatId: chat.id,
      platformId: `m${index}`,
      author: isBot ? 'bot' : 'user',
      kind: 'said',
      senderId: isBot ? selfId : String(20_000 + (index % 40)),
      senderName: `群友${index % 40}`,
      groupRole: 'member',
      text: `第 ${index} 句，${'今天的光真好，'.repeat(1 + (index % 5))}`,
      at: index,
      replyTo: null,
      quote: null,
      images: [],
      reason: isBot ? null : 'not-addressed',
      turnId: null,
      delivery: isBot ? 'sent' : null,
      problem: null,
    })
    if (index % 2000 === 0) await storage.database.committed()
  }
  await storage.database.committed()
  const config = Config.parse({ defaults: { history: { messages: 1000, tokens: 16_000 } } })
  const models = { describe: () => null, tokenFactor: () => 1 } as unknown as Parameters<
    typeof buildRequest
  >[0]['models']
  const parts = { storage, models, clock: systemClock, config: () => config, characterOf: () => null }
  const question = storage.messages.last(chat.id)
  if (!question) throw new Error('There is no message to answer')
  const times = Array.from({ length: 300 }, () => {
    const before = performance.now()
    buildRequest(parts, { chat, asked: [question], settings: config.defaults, model: 'a/b' })
    return performance.now() - before
  })
  storage.database.close()
  return `request of a chat with 100,000 messages: p50 ${format(median(times))} ms, p99 ${format(percentile(times, 99))} ms (< 10)`
}

const folder = mkdtempSync(join(tmpdir(), 'apricot-inside-'))
try {
  for (const measure of [prompts, decisions, windows]) console.log(await measure(folder))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
