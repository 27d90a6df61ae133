import { describe, expect, it } from 'vitest'
import { rowWriter } from '../../../src/agent/conversation/history.ts'
import { linesOf, namedLine } from '../../../src/agent/conversation/spoken-line.ts'
import type { NewMessage } from '../../../src/agent/storage/messages.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy, stored } from '../../support/records.ts'

const selfId = '10001'

/** A group in which something can be said, and how the model is told of it. */
async function groupOf(speakers: 'names' | 'numbers') {
  const storage = await openTestStorage()
  const chat = storage.chats.at(addressOf('group', '30001'), '群')
  const write = rowWriter(linesOf(storage, { speakers, selfId }))
  const say = (message: NewMessage) => storage.messages.insert({ ...message, chatId: chat.id })
  return {
    storage,
    say,
    tell: (fields: Partial<NewMessage>) => write(say(saidBy(fields))),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

describe('S1-11 D1-06 people by numbers', () => {
  it('have those of this chat, in the order in which they were met', async () => {
    await using at = await groupOf('numbers')
    expect(at.tell({ senderId: '20007', text: '早' })).toBe('{"id":"用户1","text":"早"}')
    expect(at.tell({ senderId: '20003', text: '早啊' })).toBe('{"id":"用户2","text":"早啊"}')
    expect(at.tell({ senderId: '20007', senderName: '改名了', text: '嗯' })).toBe(
      '{"id":"用户1","text":"嗯"}',
    )
  })

  it('are told by number where they are quoted or mentioned, too', async () => {
    await using at = await groupOf('numbers')
    at.tell({ senderId: '20007', senderName: '大橘', text: '周日爬山', platformId: 'm1' })
    const line = at.tell({
      senderId: '20003',
      text: '@20007 去吗，@20009 也问问，@10001 你说呢',
      replyTo: 'm1',
      quote: { name: '大橘', text: '周日爬山，@20007' },
    })
    expect(JSON.parse(line)).toEqual({
      id: '用户2',
      quote: { name: '用户1', text: '周日爬山，@用户1' },
      text: '@用户1 去吗，@某人 也问问，@10001 你说呢',
    })
  })

  it('have no name at all where nobody knows who is quoted, and the bot keeps its own', async () => {
    await using at = await groupOf('numbers')
    expect(at.tell({ replyTo: 'old', quote: { name: '老王', text: '很久以前' } })).not.toContain('老王')
    at.say(answeredWith('好', { platformId: 'b1' }))
    expect(at.tell({ replyTo: 'b1', quote: { name: '小杏', text: '好' } })).toContain('"name":"小杏"')
  })
})

describe.each(['names', 'numbers'] as const)('with %s', (speakers) => {
  it('what was taken back is not told again by whoever quoted it', async () => {
    await using at = await groupOf(speakers)
    const { id } = at.say(saidBy({ text: '说漏嘴了', platformId: 'm1' }))
    at.storage.messages.setRecalled(id)
    const line = at.tell({ replyTo: 'm1', quote: { name: '小明', text: '说漏嘴了' } })
    expect(line).toContain('（已撤回）')
    expect(line).not.toContain('说漏嘴了')
  })
})

describe('S1-01 a prefix', () => {
  const asked = (text: string, fields: Partial<NewMessage> = {}) =>
    namedLine(stored(1, saidBy({ text, reason: 'prefix', rule: '.ai', ...fields }))).text

  it('is no part of the question', () => {
    expect(asked('.ai 明天几号')).toBe('明天几号')
    expect(asked(' .AI明天几号')).toBe('明天几号')
  })

  it('stays when it is all that was said, and where it called nobody', () => {
    expect(asked('.ai')).toBe('.ai')
    expect(asked('.ai 明天几号', { reason: 'mention', rule: null })).toBe('.ai 明天几号')
  })
})
