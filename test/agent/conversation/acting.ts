import { onTestFinished } from 'vitest'
import { chatSender } from '../../../src/agent/conversation/chat-sender.ts'
import { Delivery } from '../../../src/agent/conversation/delivery.ts'
import { groupActions } from '../../../src/agent/conversation/group-actions.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import type { ToolContext } from '../../../src/agent/tools/tool-context.ts'
import { Config } from '../../../src/shared/config.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import type { ChatMessage } from '../../../src/shared/state.ts'
import type { FakeOneBotOptions } from '../../support/fake-onebot.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { openConnectedRoom } from '../chat/onebot/room.ts'

export interface ActingOptions {
  readonly kind?: 'group' | 'private'
  readonly qq?: FakeOneBotOptions
  readonly pace?: number
  readonly reply?: Partial<ChatSettings['reply']>
  readonly caller?: Partial<ToolContext['caller']>
  readonly signal?: AbortSignal
}

/** What tools do in a chat, with a real connection to a QQ end and real storage; the bot is 10001, the asker 30001. */
export async function acting(options: ActingOptions = {}) {
  const { room, qq, client } = await openConnectedRoom(options.qq)
  const storage = await openTestStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const kind = options.kind ?? 'group'
  const signal = options.signal ?? new AbortController().signal
  const chat = storage.chats.at(addressOf(kind, kind === 'group' ? '20001' : '30001'), null)
  const question = storage.messages.insert(
    saidBy({ chatId: chat.id, platformId: '77', senderId: '30001', senderName: '小明' }),
  )
  const feed = new Emitter<ChatMessage>()
  const shown: string[] = []
  feed.on(({ text, delivery }) => shown.push(`${text} ${delivery}`))
  const config = Config.parse({ botName: '小杏' })
  const board = new ChatBoard(storage, { rows: new Topic({}), feed }, () => config)
  const settings = ChatSettings.parse({
    pace: { seconds: options.pace ?? 0 },
    reply: { ...options.reply },
  })
  let isKnown = true
  const clientOf = (selfId: string) => (isKnown ? room.oneBot.client(selfId) : null)
  const delivery = new Delivery({
    storage,
    board,
    clock: room.clock,
    log: createSilentLog(),
    botName: () => '小杏',
    online: () => Promise.resolve(),
    spoke: () => undefined,
    client: clientOf,
  })
  const parts = { chat, settings, question, delivery }
  const group = groupActions({ ...parts, storage, boards: { chats: board }, client: clientOf })
  const send = chatSender({ ...parts, signal })
  const context: ToolContext = {
    chat: { id: chat.id, address: chat.address, title: chat.title },
    caller: {
      id: '30001',
      name: '小明',
      role: 'member',
      chatRole: 'member',
      groupRole: 'member',
      ...options.caller,
    },
    turnId: null,
    now: () => new Date(room.clock.now()),
    signal,
    send,
    store: { get: () => undefined, set: () => undefined, delete: () => undefined },
    group,
    prompt: { get: () => '', set: () => undefined },
    ask: () => Promise.reject(new Error('Nobody is asked')),
    note: () => undefined,
  }
  return {
    room,
    qq,
    client,
    storage,
    chat,
    question,
    shown,
    group,
    send,
    context,
    signal,
    /** The account is taken out of the settings. */
    removeAccount: () => {
      isKnown = false
    },
    /** What the bot said, oldest first. */
    rows: () =>
      storage.messages
        .page(chat.id, Number.MAX_SAFE_INTEGER, 99)
        .reverse()
        .filter(({ author }) => author === 'bot'),
  }
}

/** What a tool error says. Anything else fails the test. */
export async function saysNo(run: Promise<unknown>): Promise<string> {
  const error: unknown = await run.then(
    () => new Error('It went well'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Error && error.name === 'ToolError') return error.message
  throw error
}
