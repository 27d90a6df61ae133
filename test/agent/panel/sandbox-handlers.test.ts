import { describe, expect, it, onTestFinished } from 'vitest'
import type { ChatAddress, IncomingMessage, Sender } from '../../../src/agent/chat/chat-client.ts'
import { Sandbox } from '../../../src/agent/chat/sandbox.ts'
import { sandboxHandlers } from '../../../src/agent/panel/sandbox-handlers.ts'
import { Config } from '../../../src/shared/config.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'

const group = { kind: 'group', id: '80001', title: '五人群' } as const
const line = { chat: group, personId: '90002', text: '早', mention: false, pictures: [] as string[] }
const signal = new AbortController().signal
const address = addressOf('group', '80001', '10000')

async function open() {
  const storage = await openTestStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const messages: IncomingMessage[] = []
  const recalled: [ChatAddress, string][] = []
  const poked: [ChatAddress, Sender][] = []
  const sandbox = new Sandbox({
    message: (message) => messages.push(message),
    recalled: (chat, id) => recalled.push([chat, id]),
    poked: (chat, sender) => poked.push([chat, sender]),
    left: () => undefined,
  })
  const config = { value: Config.parse({}) }
  const opened: number[] = []
  const boards = { chats: { open: ({ id }: { id: number }) => void opened.push(id) } }
  const images = { add: async (bytes: Buffer) => `hash of ${bytes}` }
  const handlers = sandboxHandlers({
    storage,
    sandbox,
    images,
    config,
    clock: createFakeClock(),
    boards,
  })
  return { storage, messages, recalled, poked, opened, handlers }
}

describe('setting a chat of 试聊 up', () => {
  it('makes it before anything is said there, and is the one that is said to', async () => {
    const { handlers, messages, opened, storage } = await open()
    const { chatId } = await handlers['sandbox.open']({ chat: group }, signal)
    expect(storage.chats.get(chatId)).toMatchObject({ address, title: '五人群' })
    expect(messages).toEqual([])
    expect(opened).toEqual([chatId])
    expect(await handlers['sandbox.say'](line, signal)).toEqual({ chatId })
    expect(await handlers['sandbox.open']({ chat: { ...group, title: '' } }, signal)).toEqual({ chatId })
  })
})

describe('saying something in 试聊', () => {
  it('says it as the pretend person, with the rank only in groups', async () => {
    const { handlers, messages, storage } = await open()
    const { chatId } = await handlers['sandbox.say'](line, signal)
    const alone = { ...line, chat: { kind: 'private', id: '90002', title: '' } as const }
    await handlers['sandbox.say'](alone, signal)
    expect(storage.chats.get(chatId)?.address).toEqual(address)
    expect(messages.map(({ sender }) => sender)).toEqual([
      { id: '90002', name: '阿岚', groupRole: 'admin', anonymous: false },
      { id: '90002', name: '阿岚', groupRole: null, anonymous: false },
    ])
  })

  it('needs words, unless a picture or a mention says enough', async () => {
    const { handlers, messages } = await open()
    const say = (more: object) => async () => handlers['sandbox.say']({ ...line, text: ' ', ...more }, signal)
    await expect(say({})()).rejects.toMatchObject({ problem: { code: 'sandbox.empty' } })
    await say({ pictures: [Buffer.from('bytes').toString('base64')] })()
    await say({ mention: true })()
    expect(messages).toHaveLength(2)
    const kept = { url: '', file: '', sticker: false, hash: 'hash of bytes' }
    expect(messages.map(({ images }) => images)).toEqual([[kept], []])
  })

  it('knows only the people of 试聊', async () => {
    const { handlers } = await open()
    const say = async () => handlers['sandbox.say']({ ...line, personId: '1' }, signal)
    await expect(say()).rejects.toMatchObject({ problem: { code: 'call.unknown-thing' } })
  })
})

describe('taking back what was said in 试聊', () => {
  it('tells it once, as QQ would', async () => {
    const { handlers, recalled, storage } = await open()
    const chatId = storage.chats.at(address, null).id
    const { id } = storage.messages.insert(saidBy({ chatId, platformId: '77' }))
    await handlers['sandbox.recall']({ messageId: id }, signal)
    storage.messages.setRecalled(id)
    await handlers['sandbox.recall']({ messageId: id }, signal)
    expect(recalled).toEqual([[address, '77']])
  })

  it('leaves alone what was said in QQ, and what the bot said', async () => {
    const { handlers, recalled, storage } = await open()
    const real = storage.chats.at(addressOf(), null).id
    const pretend = storage.chats.at(address, null).id
    const ids = [
      storage.messages.insert(saidBy({ chatId: real, platformId: '77' })).id,
      storage.messages.insert(answeredWith('你好', { chatId: pretend, platformId: '78' })).id,
    ]
    for (const messageId of ids) {
      const recall = async () => handlers['sandbox.recall']({ messageId }, signal)
      await expect(recall()).rejects.toMatchObject({ problem: { code: 'sandbox.not-pretend' } })
    }
    const unknown = async () => handlers['sandbox.recall']({ messageId: 404 }, signal)
    await expect(unknown()).rejects.toMatchObject({ problem: { code: 'call.unknown-thing' } })
    expect(recalled).toEqual([])
  })
})

it('pokes the bot as a pretend person, in a chat that may be new', async () => {
  const { handlers, poked, storage } = await open()
  const { chatId } = await handlers['sandbox.poke']({ chat: group, personId: '90003' }, signal)
  expect(storage.chats.get(chatId)).toMatchObject({ address, title: '五人群' })
  expect(poked).toMatchObject([[address, { id: '90003', name: '大橘', groupRole: 'member' }]])
})
