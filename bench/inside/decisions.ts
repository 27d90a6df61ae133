import { decide } from '../../src/agent/inbox/decide.ts'
import { gatherFacts } from '../../src/agent/inbox/facts.ts'
import { Limits } from '../../src/agent/inbox/limits.ts'
import { ResolvedSettings } from '../../src/agent/settings/chat-settings.ts'
import { Config } from '../../src/shared/config.ts'
import { format } from '../report.ts'
import { median, percentile } from '../statistics.ts'
import { openStorage, saying } from './surroundings.ts'

/** One decision, with 1,000 chats that each have triggers of their own. */
export async function decisions(folder: string): Promise<string> {
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
