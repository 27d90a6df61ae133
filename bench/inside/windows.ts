import { monitorEventLoopDelay } from 'node:perf_hooks'
import { resolveSettings } from '../../src/agent/config/inherit.ts'
import { Inbox } from '../../src/agent/inbox/inbox.ts'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Emitter } from '../../src/agent/kernel/emitter.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../src/agent/state/chat-board.ts'
import { TurnBoard } from '../../src/agent/state/turn-board.ts'
import { Config } from '../../src/shared/config.ts'
import type { Topics } from '../../src/shared/state.ts'
import { format } from '../report.ts'
import { openStorage, saying, silent } from './surroundings.ts'

/** 5,000 chats whose windows close at about the same time. */
export async function windows(folder: string): Promise<string> {
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
    waitsFor: () => null,
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
