import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../../src/agent/chat/chat-client.ts'
import { resolveSettings } from '../../../src/agent/config/inherit.ts'
import { Inbox } from '../../../src/agent/inbox/inbox.ts'
import { isQuitting } from '../../../src/agent/kernel/aborts.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import { TurnBoard } from '../../../src/agent/state/turn-board.ts'
import { Config } from '../../../src/shared/config.ts'
import type { Topics } from '../../../src/shared/state.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import { problemOf } from '../../support/model-calls.ts'
import { fillUp, openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, incoming } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'

/** Nobody waits for more to be said. */
const atOnce = { merge: { maxSeconds: 0 } }

/** An inbox whose turns last until the test ends them. */
async function inboxOf(settings: object = {}) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const config = Config.parse({ defaults: atOnce, ...settings })
  const load = new Topic({ running: 0, queued: 0, maxTurns: 0 })
  const turns = new Topic({})
  const answering = new Map<string, { end: () => void; signal: AbortSignal }>()
  const started: string[] = []
  const commands: string[] = []
  const answered: string[] = []
  let broke = false
  const inbox = new Inbox({
    storage,
    boards: {
      turns: new TurnBoard({ turns, recent: new Topic<Topics['recent']>({ replies: [] }) }, clock),
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
    overBudget: () => (broke ? '每天预算 ¥5' : null),
    waitsFor: (_chat, { text }) =>
      text === '是'
        ? async (message) => {
            const other = storage.other.prepare('SELECT reason FROM messages WHERE id = ?').pluck()
            expect(other.get(message.id)).toBe('tool-answer')
            answered.push(message.text)
          }
        : null,
    answer: ({ turn, messages }, signal) => {
      // What is answered must be stored for good.
      const other = storage.other.prepare('SELECT state FROM turns WHERE id = ?').pluck()
      expect(other.get(turn.id)).toBe('queued')
      const text = messages.map((message) => message.text).join('+')
      started.push(text)
      return new Promise((resolve) => {
        answering.set(text, { end: resolve, signal })
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    },
    command: async (_chat, message) => {
      expect(storage.other.prepare('SELECT 1 FROM messages WHERE id = ?').pluck().get(message.id)).toBe(1)
      commands.push(message.text)
    },
  })
  let count = 0
  const says = (text: string, fields: Partial<IncomingMessage> = {}) =>
    inbox.message(incoming({ text, at: clock.now(), messageId: `m${++count}`, ...fields }))
  return {
    storage,
    clock,
    log,
    load,
    inbox,
    started,
    commands,
    answered,
    answering,
    says,
    goBroke: () => {
      broke = true
    },
    finish: async (text: string) => {
      answering.get(text)?.end()
      await settle(2)
    },
    rows: () =>
      storage.messages.page(storage.chats.at(addressOf(), null).id, Number.MAX_SAFE_INTEGER, 99).reverse(),
    turn: (id: number) => storage.turns.get(id),
    [Symbol.asyncDispose]: async () => {
      await inbox.close()
      await storage[Symbol.asyncDispose]()
    },
  }
}

describe('what is said', () => {
  it('is stored with its decision and answered when it is stored for good', async () => {
    await using at = await inboxOf()
    at.says('你好')
    expect(at.rows()).toMatchObject([{ text: '你好', reason: 'private', kind: 'said', turnId: 1 }])
    await settle()
    expect(at.started).toEqual(['你好'])
    expect(at.load.value).toMatchObject({ running: 1, queued: 0 })
    expect(at.inbox.received).toBe(1)
  })

  it('is handed on when it answers what is waited for, and begins no turn and is no context', async () => {
    await using at = await inboxOf()
    at.says('是')
    expect(at.answered).toEqual([])
    await settle()
    expect(at.answered).toEqual(['是'])
    expect(at.started).toEqual([])
    const [row] = at.rows()
    expect(row).toMatchObject({ reason: 'tool-answer', kind: 'command', turnId: null })
    const context = at.storage.messages.context(row?.chatId ?? 0, { from: 0, to: 999 }, 99)
    expect(context).toEqual([])
  })

  it('is answered in order within a chat', async () => {
    await using at = await inboxOf()
    for (const text of ['一', '二', '三']) at.says(text)
    await settle()
    expect(at.started).toEqual(['一'])
    await at.finish('一')
    await at.finish('二')
    expect(at.started).toEqual(['一', '二', '三'])
  })

  it('is only stored when it is not for the bot', async () => {
    await using at = await inboxOf()
    at.says('聊天', { chat: addressOf('group', '30001'), title: '三人群' })
    await settle()
    expect(at.started).toEqual([])
    const chat = at.storage.chats.at(addressOf('group', '30001'), null)
    expect(chat.title).toBe('三人群')
    expect(at.storage.messages.last(chat.id)).toMatchObject({ reason: 'not-addressed', turnId: null })
  })

  it('is not queued where the queue is full, and marked so', async () => {
    await using at = await inboxOf({ inbox: { laneLength: 1 } })
    at.says('一')
    await settle()
    at.says('二')
    at.says('三')
    expect(at.rows().map(({ reason }) => reason)).toEqual(['private', 'private', 'lane-full'])
  })

  it('is known by the quote when it replies to the bot', async () => {
    await using at = await inboxOf()
    const group = addressOf('group', '30001')
    const chat = at.storage.chats.at(group, null)
    at.storage.messages.insert(answeredWith('喵。', { chatId: chat.id, platformId: 'b1' }))
    at.says('什么？', { chat: group, replyTo: 'b1' })
    expect(at.storage.messages.last(chat.id)).toMatchObject({
      reason: 'reply-to-bot',
      quote: { name: '小杏', text: '喵。' },
    })
  })

  it('keeps whole characters of what it quotes, and no more of it than is needed', async () => {
    await using at = await inboxOf()
    const chat = at.storage.chats.at(addressOf(), null)
    at.storage.messages.insert(answeredWith(`a${'😀'.repeat(3000)}`, { chatId: chat.id, platformId: 'b1' }))
    at.says('什么？', { replyTo: 'b1' })
    const quote = at.storage.messages.last(chat.id)?.quote?.text ?? ''
    expect(quote.isWellFormed()).toBe(true)
    expect(quote.length).toBeLessThanOrEqual(2000)
  })

  it('is a command outside of the queue', async () => {
    await using at = await inboxOf()
    at.says('一')
    at.says('#停止')
    at.says('#没有这个')
    await settle()
    expect(at.commands).toEqual(['#停止'])
    expect(at.rows().map(({ kind, reason }) => [kind, reason])).toEqual([
      ['said', 'private'],
      ['command', 'command'],
      ['said', 'private'],
    ])
  })

  it('by a configured account of one’s own, or by a number to ignore, is not answered', async () => {
    await using at = await inboxOf({
      accounts: [{ id: 'b', mode: 'server', selfId: '10002' }],
      inbox: { ignoredUsers: ['66600'] },
    })
    const by = (id: string) => ({ sender: { id, name: 'x', groupRole: null, anonymous: false } })
    at.says('我也是机器人', by('10002'))
    at.says('管家', by('66600'))
    expect(at.rows().map(({ reason }) => reason)).toEqual(['own-account', 'ignored-user'])
  })
})

describe('what comes twice', () => {
  it('is taken once, however often an end repeats it', async () => {
    await using at = await inboxOf()
    for (let time = 0; time < 3; time++) at.says('你好', { messageId: 'same' })
    await settle()
    expect(at.rows()).toHaveLength(1)
    expect(at.started).toEqual(['你好'])
  })

  it('is something new in another chat, after ten minutes, or without an id', async () => {
    await using at = await inboxOf()
    at.says('一', { messageId: 'same' })
    at.says('别处', { messageId: 'same', chat: addressOf('private', '20002') })
    at.clock.advance(10 * 60_000)
    at.says('二', { messageId: 'same' })
    at.says('三', { messageId: null })
    at.says('三', { messageId: null })
    expect(at.rows().map(({ text }) => text)).toEqual(['一', '二', '三', '三'])
  })
})

describe('what is taken back', () => {
  it('is not answered any more, whether it waits or runs', async () => {
    await using at = await inboxOf()
    at.says('一', { messageId: 'a' })
    at.says('二', { messageId: 'b' })
    at.says('三', { messageId: 'c' })
    await settle()
    at.inbox.recalled(addressOf(), 'b')
    at.inbox.recalled(addressOf(), 'a')
    await settle()
    expect(at.started).toEqual(['一', '三'])
    expect(at.answering.get('一')?.signal.aborted).toBe(true)
    expect(at.rows().map(({ recalled }) => recalled)).toEqual([true, true, false])
    expect(at.turn(2)).toMatchObject({ ended: true, outcome: 'stopped' })
  })

  it('was perhaps never seen', async () => {
    await using at = await inboxOf()
    at.inbox.recalled(addressOf(), 'nobody')
    expect(at.rows()).toEqual([])
  })
})

describe('stopping', () => {
  it('stops one turn, a person’s turns, a chat’s, or all', async () => {
    await using at = await inboxOf()
    const by = (id: string) => ({ sender: { id, name: 'x', groupRole: null, anonymous: false } })
    for (const [text, id] of [
      ['一', '20001'],
      ['二', '20002'],
      ['三', '20001'],
      ['四', '20001'],
    ] as const)
      at.says(text, by(id))
    at.says('别处', { chat: addressOf('private', '20009') })
    await settle()
    const chatId = at.storage.chats.at(addressOf(), null).id
    expect(at.inbox.stopTurn(4, '够了')).toBe(true)
    expect(at.inbox.stopTurn(4, '够了')).toBe(false)
    expect(at.inbox.stopChat(chatId, { reason: '够了', askedBy: '20001' })).toBe(2)
    await settle()
    expect(at.started).toEqual(['一', '别处', '二'])
    expect(at.inbox.stopChat(chatId, { reason: '够了' })).toBe(1)
    expect(at.inbox.stopAll('够了')).toBe(1)
    expect(at.inbox.stopAll('够了')).toBe(0)
  })

  it('stops what runs in a group the bot was put out of', async () => {
    await using at = await inboxOf()
    at.says('一', { chat: addressOf('group', '30001'), mentionsBot: true })
    await settle()
    at.inbox.left(addressOf('group', '30001'))
    expect(at.answering.get('一')?.signal.aborted).toBe(true)
  })

  it('leaves what waits and runs open when the program quits: the next start takes it up', async () => {
    await using at = await inboxOf()
    at.says('一')
    at.says('二')
    await settle()
    await at.inbox.close()
    expect(isQuitting(at.answering.get('一')?.signal ?? new AbortController().signal)).toBe(true)
    expect(at.started).toEqual(['一'])
    expect(at.storage.turns.open()).toHaveLength(2)
  })
})

describe('answering again', () => {
  it('is a turn of its own behind what waits', async () => {
    await using at = await inboxOf()
    at.says('一')
    await settle()
    await at.finish('一')
    at.says('二')
    await at.inbox.retry(1, 'retry')
    await settle()
    await at.finish('二')
    expect(at.started).toEqual(['一', '二', '一'])
    expect(at.turn(3)).toMatchObject({ messageId: 1, reason: 'retry' })
    expect(at.rows()[0]).toMatchObject({ turnId: 3, reason: 'retry' })
  })

  it('is refused for what is not a question, was taken back, or finds no place', async () => {
    await using at = await inboxOf({ inbox: { laneLength: 1 } })
    at.says('#帮助')
    at.says('撤回的', { messageId: 'x' })
    at.inbox.recalled(addressOf(), 'x')
    for (const id of [1, 2, 99]) {
      expect((await problemOf(at.inbox.retry(id, 'retry'))).code).toBe('turn.cannot-retry')
    }
    at.says('三')
    await settle()
    await at.finish('三')
    at.says('四')
    await settle()
    at.says('五')
    expect((await problemOf(at.inbox.retry(3, 'retry'))).code).toBe('turn.lane-full')
  })
})

describe('a full disk', () => {
  it('means that nothing follows from what could not be stored', async () => {
    await using at = await inboxOf()
    at.says('之前')
    await at.storage.database.committed()
    at.storage.limitPages(3)
    at.says('丢了', { chat: addressOf('private', '20002') })
    at.says('#帮助', { chat: addressOf('private', '20003') })
    fillUp(at.storage.database)
    at.says('x'.repeat(20_000))
    await settle()
    expect(at.started).toEqual(['之前'])
    expect(at.commands).toEqual([])
    expect(at.log.lines.filter((line) => line.includes('没有收下'))).toHaveLength(3)
    at.storage.unlimitPages()
    at.says('之后', { chat: addressOf('private', '20002') })
    await settle()
    expect(at.started).toEqual(['之前', '之后'])
    expect(at.load.value).toMatchObject({ running: 2, queued: 0 })
  })

  it('is no reason to throw at the connection that tells of a recall or a leave', async () => {
    await using at = await inboxOf()
    at.says('之前', { messageId: 'a' })
    await at.storage.database.committed()
    at.storage.database.prepare('PRAGMA query_only = ON').run()
    at.inbox.recalled(addressOf(), 'a')
    at.inbox.left(addressOf('group', '30009'))
    expect(at.log.lines.filter((line) => line.includes('storage.read-only'))).toHaveLength(1)
    at.storage.database.prepare('PRAGMA query_only = OFF').run()
  })
})

describe('when a budget is used up', () => {
  it('what is said is kept with that reason, and what is being answered is not stopped', async () => {
    await using at = await inboxOf()
    at.says('早')
    await settle()
    at.goBroke()
    at.says('还在吗', { sender: { id: '20002', name: '大橘', groupRole: null, anonymous: false } })
    await settle()
    expect(at.started).toEqual(['早'])
    expect(at.answering.get('早')?.signal.aborted).toBe(false)
    const told = at.storage.messages.get(2)
    expect(told).toMatchObject({ reason: 'budget', rule: '每天预算 ¥5', turnId: null })
  })

  it('owners are answered all the same, and commands are obeyed', async () => {
    await using at = await inboxOf({ access: { owners: ['20001'] } })
    at.goBroke()
    at.says('早')
    await settle()
    expect(at.started).toEqual(['早'])
    at.says('#帮助', { sender: { id: '20002', name: '大橘', groupRole: null, anonymous: false } })
    await settle()
    expect(at.commands).toEqual(['#帮助'])
  })

  it('nobody but an owner or the panel has an answer made again', async () => {
    await using at = await inboxOf()
    at.says('早')
    await settle()
    await at.finish('早')
    at.goBroke()
    expect((await problemOf(at.inbox.retry(1, 'retry', '20001'))).message).toBe(
      '现在不能重答：今天的预算花完了',
    )
    await at.inbox.retry(1, 'retry')
    await settle()
    expect(at.started).toEqual(['早', '早'])
  })
})
