import { buildRequest } from '../../src/agent/conversation/request.ts'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Config } from '../../src/shared/config.ts'
import { format } from '../report.ts'
import { median, percentile } from '../statistics.ts'
import { openStorage, saying, selfId } from './surroundings.ts'

/** The request of a chat with 100,000 stored messages. */
export async function requests(folder: string): Promise<string> {
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
