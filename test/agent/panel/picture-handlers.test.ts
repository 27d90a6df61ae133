import { expect, it, onTestFinished } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { pictureHandlers } from '../../../src/agent/panel/picture-handlers.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'

const signal = new AbortController().signal
const [one, other] = ['1'.repeat(64), '2'.repeat(64)]
const unknown = { problem: { code: 'call.unknown-thing', message: '没有这个图片：00000000' } }

async function open() {
  const storage = await openTestStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const { pictures, chats } = storage
  const chat = chats.at(addressOf('group', '1'), '一群')
  for (const [at, hash] of [one, other].entries()) {
    const size = { width: 64, height: 48, sourceBytes: 900, bytes: 100 }
    pictures.put({ hash, ...size, formats: 'jpeg', animated: false }, at + 1)
  }
  pictures.saw(one, { chatId: chat.id, sticker: false, at: 9 })
  const forgotten: (number | null)[] = []
  const removed: string[] = []
  let vision: (hash: string) => void = (hash) => pictures.setCaption(hash, '一只猫', 'a/vl')
  const handlers = pictureHandlers({
    storage,
    images: {
      forget: (chatId) => void forgotten.push(chatId),
      remove: async (hashes) => void removed.push(...hashes),
    },
    describe: async (hash) => vision(hash),
  })
  const describeWith = (next: typeof vision) => {
    vision = next
  }
  return { storage, chat, handlers, forgotten, removed, describeWith }
}

it('lists all pictures, or those of one chat', async () => {
  const { handlers, chat } = await open()
  const filter = { search: '', kind: 'all', limit: 60 } as const
  expect(await handlers['pictures.list'](filter, signal)).toMatchObject({
    pictures: [{ hash: one }, { hash: other }],
    next: null,
    total: 2,
  })
  expect(await handlers['pictures.list']({ ...filter, chatId: chat.id }, signal)).toMatchObject({
    pictures: [{ hash: one, chats: [{ id: chat.id, title: '一群' }] }],
    total: 1,
  })
  expect(() => handlers['pictures.list']({ ...filter, chatId: 99 }, signal)).toThrow('没有这个聊天：99')
})

it('has a picture described again, and answers with what came of it', async () => {
  const { handlers, describeWith } = await open()
  expect(await handlers['pictures.describe']({ hash: one }, signal)).toMatchObject({
    hash: one,
    caption: '一只猫',
    captionBy: 'a/vl',
  })
  await expect(handlers['pictures.describe']({ hash: '0'.repeat(64) }, signal)).rejects.toMatchObject(unknown)
  describeWith(() => {
    throw new ProblemError({ code: 'picture.no-eyes', message: '还没有选看图的模型' })
  })
  await expect(handlers['pictures.describe']({ hash: one }, signal)).rejects.toThrow('还没有选看图的模型')
})

it('takes a caption that somebody wrote, and takes it back', async () => {
  const { handlers, storage } = await open()
  await handlers['pictures.setCaption']({ hash: one, text: ' 橘猫 ' }, signal)
  expect(storage.pictures.get(one)).toMatchObject({ caption: '橘猫', captionBy: 'person' })
  await handlers['pictures.setCaption']({ hash: one, text: '' }, signal)
  expect(storage.pictures.get(one)).toMatchObject({ caption: '', captionBy: '' })
  const nothing = handlers['pictures.setCaption']({ hash: '0'.repeat(64), text: '猫' }, signal)
  await expect(nothing).rejects.toMatchObject(unknown)
})

it('removes pictures and forgets what is in memory', async () => {
  const { handlers, chat, removed, forgotten } = await open()
  await handlers['pictures.remove']({ hashes: [one, other] }, signal)
  await handlers['pictures.forget']({ chatId: chat.id }, signal)
  await handlers['pictures.forget']({}, signal)
  expect([removed, forgotten]).toEqual([
    [one, other],
    [chat.id, null],
  ])
})
