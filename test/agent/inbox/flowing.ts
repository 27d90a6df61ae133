import { resolveSettings } from '../../../src/agent/config/inherit.ts'
import { Inbox } from '../../../src/agent/inbox/inbox.ts'
import type { Question } from '../../../src/agent/inbox/job.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import { TurnBoard } from '../../../src/agent/state/turn-board.ts'
import { Config } from '../../../src/shared/config.ts'
import type { Topics } from '../../../src/shared/state.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, incoming } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'

export interface Attempt {
  readonly question: Question
  readonly signal: AbortSignal
  readonly texts: string
  end(): Promise<void>
}

/** The rest is configuration. */
interface FlowOptions {
  readonly slowToStop?: boolean
  readonly inbox?: object
}

export const group = addressOf('group', '30001')

/**
 * An inbox with a clock that stands still, whose answers last until they are ended: at once when they are aborted,
 * unless they are `slowToStop`.
 */
export async function flowOf(defaults: object, { slowToStop = false, ...more }: FlowOptions = {}) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  let config = Config.parse({ defaults, ...more })
  const topic = new Topic<Topics['turns']>({})
  const log = createSilentLog()
  const load = new Topic({ running: 0, queued: 0, maxTurns: 0 })
  const attempts: Attempt[] = []
  const inbox = new Inbox({
    storage,
    boards: {
      turns: new TurnBoard({ turns: topic, recent: new Topic<Topics['recent']>({ replies: [] }) }, clock),
      chats: new ChatBoard(storage, { rows: new Topic({}), feed: new Emitter() }, () => config),
    },
    load,
    access: { heard: () => undefined, denied: () => undefined },
    clock,
    log,
    config: () => config,
    settings: (chat) => resolveSettings({ global: config.defaults, character: {}, own: chat.settings }),
    paused: () => false,
    silenced: () => false,
    pictures: () => undefined,
    overBudget: () => null,
    waitsFor: () => null,
    random: () => 0.99,
    command: async () => undefined,
    answer: (question, signal) =>
      new Promise((resolve) => {
        const texts = question.messages.map(({ text }) => text).join('+')
        const end = async () => {
          resolve()
          await settle(3)
        }
        attempts.push({ question, signal, texts, end })
        if (!slowToStop) signal.addEventListener('abort', () => resolve(), { once: true })
      }),
  })
  let count = 0
  /** Says it and does not wait for anything to come of it. */
  const send = (text: string, from: string = '20001', fields: object = {}) => {
    const messageId = `m${++count}`
    inbox.message(
      incoming({
        text,
        at: clock.now(),
        messageId,
        sender: { id: from, name: `人${from}`, groupRole: null, anonymous: false },
        ...fields,
      }),
    )
    return messageId
  }
  const says = async (text: string, from?: string, fields?: object) => {
    const messageId = send(text, from, fields)
    await settle(3)
    return messageId
  }
  return {
    storage,
    clock,
    inbox,
    attempts,
    load,
    log,
    turns: topic,
    send,
    says,
    /** In the group, calling the bot. */
    calls: (text: string, from?: string) => says(text, from, { chat: group, mentionsBot: true }),
    talks: (text: string, from?: string) => says(text, from, { chat: group }),
    reconfigure: (next: object) => {
      config = Config.parse({ defaults: next, ...more })
      inbox.review()
    },
    begun: () => attempts.map(({ texts }) => texts),
    reasons: () =>
      storage.messages
        .page(storage.chats.at(group, null).id, Number.MAX_SAFE_INTEGER, 99)
        .map(({ reason }) => reason)
        .reverse(),
    [Symbol.asyncDispose]: async () => {
      await inbox.close()
      await storage[Symbol.asyncDispose]()
    },
  }
}
