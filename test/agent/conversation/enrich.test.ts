import { expect, it } from 'vitest'
import type { ChatClient } from '../../../src/agent/chat/chat-client.ts'
import { enrich } from '../../../src/agent/conversation/enrich.ts'
import { Job } from '../../../src/agent/inbox/job.ts'
import type { NewMessage } from '../../../src/agent/storage/messages.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'

const silent: ChatClient = {
  send: async () => ({ kind: 'sent', messageId: null }),
  sendForward: async () => ({ kind: 'sent', messageId: null }),
  uploadFile: async () => ({ kind: 'sent', messageId: null }),
  group: () => {
    throw new Error('Nothing is done in a group')
  },
  isSilenced: () => false,
  fetchMessage: async () => null,
  fetchForward: async () => null,
  refreshPicture: async () => null,
  memberName: async () => null,
  recall: async () => null,
  showWorking: () => () => undefined,
}

async function asked(said: Partial<NewMessage>[], answers: Partial<ChatClient> = {}, named = true) {
  await using storage = await openTestStorage()
  const chat = storage.chats.at(addressOf('group', '30001'), '群')
  const messages = said.map((fields) => storage.messages.insert(saidBy({ chatId: chat.id, ...fields })))
  const turn = storage.turns.insert({
    chatId: chat.id,
    messageId: messages[0]?.id ?? 0,
    reason: 'mention',
    receivedAt: 0,
  })
  const job = new Job({ turn, chat, messages, ready: Promise.resolve(), now: () => 0 })
  const client = { ...silent, ...answers }
  await enrich(job.messages, job, { storage, client, named }, new AbortController().signal)
  const stored = messages.map(({ id }) => storage.messages.get(id))
  return { seen: job.messages, stored }
}

it('D0-43 writes out what is quoted, when that was never stored', async () => {
  const fetchMessage = async () => ({
    senderId: '9',
    senderName: '阿岚',
    text: '原话',
    images: [],
    forwardId: null,
  })
  const { seen, stored } = await asked([{ replyTo: 'q1' }], { fetchMessage })
  expect(seen[0]?.quote).toEqual({ name: '阿岚', text: '原话' })
  expect(stored[0]?.quote).toEqual({ name: '阿岚', text: '原话' })
})

it('D0-43 unfolds a forwarded conversation in its place, also one that is quoted', async () => {
  const fetchForward = async (_chat: unknown, id: string) => ({ text: `小明：在 ${id} 里说过`, images: [] })
  const fetchMessage = async () => ({
    senderId: '9',
    senderName: '阿岚',
    text: '[合并转发]',
    images: [],
    forwardId: 'inner',
  })
  const { seen, stored } = await asked(
    [{ text: '看看这个 [合并转发] 怎么样', forwardId: 'f1' }, { replyTo: 'q1' }],
    { fetchForward, fetchMessage },
  )
  expect(seen[0]?.text).toBe('看看这个 [合并转发]\n小明：在 f1 里说过\n[转发到此为止] 怎么样')
  expect(stored[0]).toMatchObject({ text: seen[0]?.text, forwardId: null })
  expect(seen[1]?.quote?.text).toContain('在 inner 里说过')
})

it('keeps the pictures in what is quoted and forwarded, behind the message’s own', async () => {
  const picture = (name: string) => ({ url: `https://example.com/${name}`, file: name, sticker: false })
  const fetchForward = async () => ({ text: '小明：[图片]', images: [picture('inside')] })
  const fetchMessage = async () => ({
    senderId: '9',
    senderName: '阿岚',
    text: '[图片]',
    images: [picture('quoted')],
    forwardId: null,
  })
  const own = { ...picture('own'), hash: null }
  const { seen, stored } = await asked(
    [{ text: '[图片][合并转发]', images: [own], forwardId: 'f1' }, { replyTo: 'q1' }],
    { fetchForward, fetchMessage },
  )
  expect(seen[0]?.images).toEqual([own, { ...picture('inside'), hash: null }])
  expect(stored[0]?.images).toEqual(seen[0]?.images)
  expect(stored[1]?.quote?.images).toEqual([{ ...picture('quoted'), hash: null }])
})

it('names those who are mentioned by number, each asked for once, and no more than five', async () => {
  const wanted: string[] = []
  const memberName = async (_chat: unknown, id: string) => {
    wanted.push(id)
    return id === '20002' ? '大橘' : null
  }
  const numbers = Array.from({ length: 9 }, (_, index) => `@2001${index}`).join(' ')
  const { seen } = await asked([{ text: `@20002 和 @20002，还有 @200021 ${numbers}` }], { memberName })
  expect(seen[0]?.text).toContain('@大橘 和 @大橘，还有 @200021')
  expect(wanted).toHaveLength(5)
})

it('leaves what cannot be had as it is, and asks for nothing where there is nothing to ask', async () => {
  const fetchMessage = () => Promise.reject(new Error('nobody asked'))
  const { seen } = await asked([{ text: '你好' }, { replyTo: 'q', quote: { name: 'a', text: 'b' } }], {
    fetchMessage,
  })
  expect(seen.map(({ text }) => text)).toEqual(['你好', '你好'])
  const later = await asked([{ text: '@20002 [合并转发]', forwardId: 'gone' }], {
    memberName: async () => '大橘',
  })
  expect(later.stored[0]).toMatchObject({ text: '@大橘 [合并转发]', forwardId: 'gone' })
  const unknown = await asked([{ text: '@29999 [合并转发]', forwardId: 'gone' }])
  expect(unknown.stored[0]).toMatchObject({ text: '@29999 [合并转发]', forwardId: 'gone' })
})

it('asks for nobody’s name where people have numbers', async () => {
  const memberName = () => Promise.reject(new Error('nobody asked'))
  const { seen } = await asked([{ text: '问问 @20002' }], { memberName }, false)
  expect(seen[0]?.text).toBe('问问 @20002')
})
