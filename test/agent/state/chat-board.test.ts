import { describe, expect, it } from 'vitest'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard, toChatMessage } from '../../../src/agent/state/chat-board.ts'
import { Config } from '../../../src/shared/config.ts'
import type { ChatMessage, ChatRow } from '../../../src/shared/state.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, chatOf, saidBy, stored } from '../../support/records.ts'

async function boardOf() {
  const storage = await openTestStorage()
  const rows = new Topic<Record<string, ChatRow>>({})
  const feed = new Emitter<ChatMessage>()
  const seen: ChatMessage[] = []
  feed.on((message) => seen.push(message))
  const board = new ChatBoard(storage, { rows, feed }, () => Config.parse({}))
  const chatAt = (id: string, title: string | null = null) => storage.chats.at(addressOf('group', id), title)
  const says = (id: string, text: string, at = 0) => {
    const chat = chatAt(id)
    const message = storage.messages.insert(saidBy({ chatId: chat.id, text, at }))
    board.show(chat, message)
    return message
  }
  return {
    storage,
    board,
    rows,
    seen,
    chatAt,
    says,
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

const everything = { search: '', kind: 'all', limit: 500 } as const

describe('a row', () => {
  it('shows what was said last and by whom', async () => {
    await using at = await boardOf()
    const chat = at.chatAt('30001', '三人群')
    at.says('30001', '你好', 5)
    expect(at.rows.value[chat.id]).toMatchObject({
      title: '三人群',
      lastText: '你好',
      lastSender: '小明',
      lastAt: 5,
    })
    at.board.show(chat, at.storage.messages.insert(answeredWith('喵。', { chatId: chat.id, at: 6 })))
    expect(at.rows.value[chat.id]).toMatchObject({ lastText: '喵。', lastSender: '小杏', lastAt: 6 })
    expect(at.seen.map(({ text }) => text)).toEqual(['你好', '喵。'])
  })

  it('follows the chat’s settings, and keeps them when an answer is shown that began before they changed', async () => {
    await using at = await boardOf()
    const before = at.chatAt('30001')
    at.says('30001', '你好')
    const changed = at.storage.chats.change(before.id, {
      settings: { model: 'a/b', prompt: '像猫' },
      contextFrom: 2,
    })
    at.board.refresh(changed)
    expect(at.rows.value[before.id]).toMatchObject({ model: 'a/b', hasPrompt: true, contextFrom: 2 })
    at.board.show(before, at.storage.messages.insert(answeredWith('喵。', { chatId: before.id, anchor: 1 })))
    expect(at.rows.value[before.id]).toMatchObject({ model: 'a/b', hasPrompt: true, contextFrom: 2 })
    expect(at.seen.at(-1)?.inContext).toBe(false)
  })

  it('keeps its problem until the next turn ends', async () => {
    await using at = await boardOf()
    const { id } = at.chatAt('30001')
    at.says('30001', '一')
    at.board.setProblem(id, { code: 'model.server', message: '坏了', hint: '' })
    at.says('30001', '二')
    expect(at.rows.value[id]?.problem?.code).toBe('model.server')
    at.board.setProblem(id, null)
    expect(at.rows.value[id]?.problem).toBeNull()
    at.board.setProblem(999, null)
  })

  it('does not move up for a message that only changed', async () => {
    await using at = await boardOf()
    const first = at.says('30001', '一', 1)
    at.says('30001', '二', 2)
    at.board.update(at.chatAt('30001'), { ...first, recalled: true })
    expect(at.rows.value[at.chatAt('30001').id]?.lastText).toBe('二')
    expect(at.seen.at(-1)).toMatchObject({ text: '一', recalled: true })
  })
})

describe('the list', () => {
  it('is sorted by what was said last and found by title or number', async () => {
    await using at = await boardOf()
    at.chatAt('30001', '猫咪群')
    at.chatAt('30002', 'Dog Club')
    at.says('30001', '一', 1)
    at.says('30002', '二', 2)
    const find = (search: string) => at.board.list({ ...everything, search }).map(({ title }) => title)
    expect(find('')).toEqual(['Dog Club', '猫咪群'])
    expect(find('dog')).toEqual(['Dog Club'])
    expect(find(' 30001 ')).toEqual(['猫咪群'])
    expect(at.board.list({ ...everything, limit: 1 })).toHaveLength(1)
  })

  it('can be of groups, private chats or those with a problem', async () => {
    await using at = await boardOf()
    at.says('30001', '一')
    at.storage.chats.at(addressOf('private', '20001'), '小明')
    at.board.setProblem(at.chatAt('30001').id, { code: 'x', message: '坏了', hint: '' })
    const of = (kind: 'group' | 'private' | 'problem') =>
      at.board.list({ ...everything, kind }).map(({ key }) => key)
    expect(of('group')).toEqual(['qq_group_30001'])
    expect(of('private')).toEqual(['qq_private_20001'])
    expect(of('problem')).toEqual(['qq_group_30001'])
  })

  it('is filled at the start with what was said last', async () => {
    await using at = await boardOf()
    const chat = at.chatAt('30001', '三人群')
    at.storage.messages.insert(saidBy({ chatId: chat.id, text: '昨天', at: 7 }))
    at.board.load()
    expect(at.rows.value[chat.id]).toMatchObject({ lastText: '昨天', lastAt: 7 })
    expect(at.seen).toEqual([])
  })

  it('stays bounded: the chats in which nothing was said for longest go', async () => {
    await using at = await boardOf()
    for (let index = 0; index < 320; index++) at.says(`${40000 + index}`, '嗨', index)
    const kept = Object.values(at.rows.value)
    expect(kept.length).toBeLessThanOrEqual(300)
    expect(Math.min(...kept.map(({ lastAt }) => lastAt))).toBe(101)
    expect(at.board.list(everything)).toHaveLength(320)
  })
})

describe('a message for the panel', () => {
  const chat = chatOf({ contextFrom: 5 })
  const none = { get: () => null }

  it('is in the context when it was said after the last clearing and is no command', () => {
    const shown = (id: number, fields = {}) => toChatMessage(stored(id, saidBy(fields)), chat, none).inContext
    expect([shown(4), shown(5), shown(6, { kind: 'command' }), shown(6, { anchor: 4 })]).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  it('that waits for its turn is on its way for whoever looks', () => {
    const delivery = (state: 'waiting' | 'sent') =>
      toChatMessage(stored(6, answeredWith('喵。', { delivery: state })), chat, none).delivery
    expect([delivery('waiting'), delivery('sent')]).toEqual(['sending', 'sent'])
  })

  it('says of its pictures what is known, and which are gone', async () => {
    const ref = (hash: string | null) => ({ url: 'https://example.com/a', file: '', sticker: false, hash })
    const known = {
      get: (hash: string) =>
        ({ a: { caption: '一只猫', formats: 'jpeg' }, b: { caption: '', formats: '' } })[hash] ?? null,
    } as Parameters<typeof toChatMessage>[2]
    const quote = { name: '老周', text: '[图片]', images: [ref('b')] }
    const message = stored(6, saidBy({ images: [ref('a'), ref(null)], quote }))
    expect(toChatMessage(message, chat, known).pictures).toEqual([
      { hash: 'a', sticker: false, caption: '一只猫', expired: false },
      { hash: null, sticker: false, caption: '', expired: false },
      { hash: 'b', sticker: false, caption: '', expired: true },
    ])
  })
})
