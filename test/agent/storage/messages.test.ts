import { expect, it } from 'vitest'
import { type Storage, storageOf } from '../../../src/agent/storage/storage.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'

const everything = { from: 0, to: Number.MAX_SAFE_INTEGER }

function chatIn(storage: Storage): number {
  return storage.chats.at(addressOf(), '小明').id
}

it('puts an answer behind its question, even when more was said meanwhile', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  const first = messages.insert(saidBy({ chatId, text: '问一' }))
  const second = messages.insert(saidBy({ chatId, text: '问二' }))
  messages.insert(answeredWith('答一甲', { chatId, anchor: first.anchor }))
  messages.insert(answeredWith('答二', { chatId, anchor: second.anchor }))
  messages.insert(answeredWith('答一乙', { chatId, anchor: first.anchor }))
  const texts = messages.context(chatId, everything, 100).map(({ text }) => text)
  expect(texts).toEqual(['问一', '答一甲', '答一乙', '问二', '答二'])
})

it('gives a model the newest of what was really said, between two places', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  const other = storage.chats.at(addressOf('group', '30001'), null).id
  const rows = [
    saidBy({ text: '一' }),
    answeredWith('二'),
    saidBy({ text: '#帮助', kind: 'command' }),
    answeredWith('出错了', { kind: 'notice' }),
    answeredWith('没发出去', { delivery: 'failed' }),
    answeredWith('还没发', { delivery: 'waiting' }),
    answeredWith('正在发', { delivery: 'sending' }),
    answeredWith('不知道发没发', { delivery: 'unknown' }),
    saidBy({ text: '撤回的' }),
    saidBy({ text: '三' }),
  ].map((row) => messages.insert({ ...row, chatId }))
  messages.insert(saidBy({ chatId: other, text: '别处' }))
  messages.setRecalled(rows[8]?.id ?? 0)
  const texts = (range: { from: number; to: number }, limit = 100) =>
    messages.context(chatId, range, limit).map(({ text }) => text)
  expect(texts(everything)).toEqual(['一', '二', '不知道发没发', '三'])
  expect(texts(everything, 2)).toEqual(['不知道发没发', '三'])
  expect(texts({ from: rows[1]?.anchor ?? 0, to: rows[8]?.anchor ?? 0 })).toEqual(['二', '不知道发没发'])
})

it('keeps every fact of a message, across a restart as well', async () => {
  await using storage = await openTestStorage()
  const { messages, database } = storage
  const message = messages.insert(
    saidBy({
      chatId: chatIn(storage),
      platformId: '-123',
      groupRole: 'admin',
      text: '有\u0000零和😀',
      at: 1_700_000_000_123,
      replyTo: '-122',
      quote: { name: '大橘', text: '早' },
      images: [
        { url: 'https://a/1', file: 'a', sticker: false, hash: null },
        { url: 'https://a/2', file: '', sticker: true, hash: 'f'.repeat(64) },
      ],
      reason: 'mention',
      problem: { code: 'a.b', message: '坏了', hint: '' },
    }),
  )
  await database.committed()
  expect(storageOf(database).messages.get(message.id)).toEqual(message)
  expect(messages.get(message.id + 1)).toBeNull()
})

it('goes on with the ids of the last start', async () => {
  await using storage = await openTestStorage()
  const chatId = chatIn(storage)
  const first = storage.messages.insert(saidBy({ chatId }))
  await storage.database.committed()
  const second = storageOf(storage.database).messages.insert(saidBy({ chatId }))
  expect(second.id).toBe(first.id + 1)
})

it('finds the newest message with an id of QQ, within its chat: ends give ids twice', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  const other = storage.chats.at(addressOf('group', '30001'), null).id
  messages.insert(saidBy({ chatId, platformId: '7', text: '旧' }))
  messages.insert(saidBy({ chatId, platformId: '7', text: '新' }))
  messages.insert(saidBy({ chatId: other, platformId: '7', text: '别处' }))
  expect(messages.byPlatformId(chatId, '7')?.text).toBe('新')
  expect(messages.byPlatformId(chatId, '8')).toBeNull()
})

it('turns back page by page, newest first', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  for (let index = 1; index <= 5; index++) messages.insert(saidBy({ chatId, text: `${index}` }))
  const first = messages.page(chatId, Number.MAX_SAFE_INTEGER, 2)
  expect(first.map(({ text }) => text)).toEqual(['5', '4'])
  const second = messages.page(chatId, first.at(-1)?.id ?? 0, 10)
  expect(second.map(({ text }) => text)).toEqual(['3', '2', '1'])
})

it('knows what was said last in a chat', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  expect(messages.last(chatId)).toBeNull()
  const first = messages.insert(saidBy({ chatId, text: '问一' }))
  messages.insert(saidBy({ chatId, text: '问二' }))
  messages.insert(answeredWith('答一', { chatId, anchor: first.anchor }))
  expect(messages.last(chatId)?.text).toBe('答一')
})

it('lists what is on its way until it has arrived, and what became of it', async () => {
  await using storage = await openTestStorage()
  const { messages } = storage
  const chatId = chatIn(storage)
  const parts = ['甲', '乙'].map((text) =>
    messages.insert(answeredWith(text, { chatId, delivery: 'waiting' })),
  )
  expect(messages.inDelivery().map(({ text }) => text)).toEqual(['甲', '乙'])
  const [first, second] = parts
  if (!first || !second) throw new Error('two parts were inserted')
  const sending = messages.setDelivery(first, 'sending', { at: 5 })
  expect(messages.inDelivery()).toHaveLength(2)
  const sent = messages.setDelivery(sending, 'sent', { platformId: '99' })
  const problem = { code: 'send.refused', message: '被拒了', hint: '' }
  messages.setDelivery(second, 'failed', { problem })
  expect(messages.inDelivery()).toEqual([])
  expect(messages.get(first.id)).toEqual(sent)
  expect(sent).toMatchObject({ delivery: 'sent', platformId: '99', at: 5 })
  expect(messages.get(second.id)).toMatchObject({ delivery: 'failed', problem })
})

it('knows the question and the answer of a turn', async () => {
  await using storage = await openTestStorage()
  const { messages, turns } = storage
  const chatId = chatIn(storage)
  const question = messages.insert(saidBy({ chatId }))
  const turn = turns.insert({ chatId, messageId: question.id, reason: 'private', receivedAt: 1 })
  messages.setTurn(question.id, turn.id, 'private')
  messages.insert(answeredWith('好', { chatId, anchor: question.anchor, turnId: turn.id }))
  messages.insert(answeredWith('别的', { chatId }))
  expect(messages.ofTurn(turn).map(({ text }) => text)).toEqual(['你好', '好'])
})

it('keeps no bytes of a picture: what stands in the place of its address is left out', async () => {
  await using storage = await openTestStorage()
  const chatId = chatIn(storage)
  const bytes = { url: 'base64://AAAA', file: 'a.jpg', sticker: false, hash: null }
  const quote = { name: '大橘', text: '[图片]', images: [bytes] }
  const message = storage.messages.insert(saidBy({ chatId, images: [bytes], quote }))
  expect(message.images[0]?.url).toBe('base64://AAAA')
  const without = { ...bytes, url: '' }
  expect(storage.messages.get(message.id)).toMatchObject({ images: [without], quote: { images: [without] } })
  storage.messages.setImages(message.id, [{ ...bytes, hash: 'f'.repeat(64) }])
  storage.messages.setQuote(message.id, quote)
  expect(storage.messages.get(message.id)).toMatchObject({
    images: [{ url: '', hash: 'f'.repeat(64) }],
    quote: { images: [without] },
  })
})
