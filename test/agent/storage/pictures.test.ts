import { expect, it } from 'vitest'
import type { Pictures } from '../../../src/agent/storage/pictures.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'

const hashOf = (n: number) => n.toString(16).padStart(64, '0')

function putOne(pictures: Pictures, n: number, at = n): string {
  const hash = hashOf(n)
  const size = { width: 640, height: 480, sourceBytes: 5000, bytes: 1000 }
  pictures.put({ hash, ...size, formats: 'jpeg', animated: false }, at)
  return hash
}

const everything = { search: '', kind: 'all', limit: 60 } as const

it('counts where and how often a picture was seen, and for what it was used', async () => {
  await using storage = await openTestStorage()
  const { pictures, chats } = storage
  const [first, second] = [
    chats.at(addressOf('group', '1'), '一群'),
    chats.at(addressOf('group', '2'), '二群'),
  ]
  const hash = putOne(pictures, 1)
  pictures.saw(hash, { chatId: first.id, sticker: false, at: 10 })
  pictures.saw(hash, { chatId: second.id, sticker: true, at: 20 })
  pictures.saw(hash, { chatId: first.id, sticker: false, at: 30 })
  pictures.saw(hash, { chatId: null, sticker: false, at: 40 })
  pictures.used(hash, 50)
  pictures.setCaption(hash, '一只橘猫', 'a/vl')
  expect(pictures.stored(hash)).toEqual({
    hash,
    width: 640,
    height: 480,
    bytes: 1000,
    sourceBytes: 5000,
    animated: false,
    sticker: true,
    caption: '一只橘猫',
    captionBy: 'a/vl',
    firstSeenAt: 1,
    lastSeenAt: 40,
    seen: 4,
    uses: 1,
    chats: [
      { id: first.id, title: '一群' },
      { id: second.id, title: '二群' },
    ],
  })
  expect([pictures.caption(hash), pictures.caption(hashOf(9))]).toEqual(['一只橘猫', ''])
  expect(pictures.stored(hashOf(9))).toBeNull()
})

it('keeps caption and count of a picture whose files were removed and came back', async () => {
  await using storage = await openTestStorage()
  const { pictures } = storage
  const hash = putOne(pictures, 1)
  pictures.saw(hash, { chatId: null, sticker: false, at: 2 })
  pictures.setCaption(hash, '猫', 'person')
  pictures.setFiles(hash, '', 0)
  expect(pictures.totals()).toEqual({ pictures: 0, bytes: 0 })
  expect(pictures.leastUsed(10)).toEqual([])
  putOne(pictures, 1, 50)
  expect(pictures.get(hash)).toMatchObject({ caption: '猫', captionBy: 'person', seen: 1, firstSeenAt: 1 })
  expect(pictures.totals()).toEqual({ pictures: 1, bytes: 1000 })
})

it('names what was not used for longest', async () => {
  await using storage = await openTestStorage()
  const { pictures } = storage
  const hashes = [1, 2, 3].map((n) => putOne(pictures, n))
  pictures.used(hashes[0] ?? '', 99)
  expect(pictures.leastUsed(2).map(({ hash }) => hash)).toEqual(hashes.slice(1))
})

it('takes a caption back, and forgets a picture with all that was known of it', async () => {
  await using storage = await openTestStorage()
  const { pictures, chats } = storage
  const chat = chats.at(addressOf('group', '1'), '一群')
  const hash = putOne(pictures, 1)
  pictures.saw(hash, { chatId: chat.id, sticker: false, at: 1 })
  pictures.setCaption(hash, '猫', 'person')
  pictures.setCaption(hash, '', 'person')
  expect(pictures.get(hash)).toMatchObject({ caption: '', captionBy: '' })
  pictures.remove(hash)
  expect(pictures.get(hash)).toBeNull()
  expect(pictures.page({ ...everything, chatId: chat.id })).toEqual({ pictures: [], next: null, total: 0 })
})

it('pages through all, newest first, also where many were seen in one moment', async () => {
  await using storage = await openTestStorage()
  const { pictures } = storage
  const hashes = [1, 2, 3, 4, 5].map((n) => putOne(pictures, n, n === 5 ? 9 : 7))
  const seen: string[] = []
  for (let next: string | null | undefined; next !== null; ) {
    const page = pictures.page({ ...everything, limit: 2, ...(next && { next }) })
    expect(page.total).toBe(5)
    seen.push(...page.pictures.map(({ hash }) => hash))
    next = page.next
  }
  expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => hashes[n]))
  expect(pictures.page({ ...everything, next: 'nonsense' }).pictures).toHaveLength(5)
})

it('pages through those of one chat in the order of that chat', async () => {
  await using storage = await openTestStorage()
  const { pictures, chats } = storage
  const [here, there] = [chats.at(addressOf('group', '1'), '一群'), chats.at(addressOf('group', '2'), '二群')]
  const [a, b, c] = [1, 2, 3].map((n) => putOne(pictures, n)) as [string, string, string]
  pictures.saw(b, { chatId: here.id, sticker: false, at: 10 })
  pictures.saw(a, { chatId: here.id, sticker: false, at: 20 })
  pictures.saw(b, { chatId: there.id, sticker: false, at: 30 })
  pictures.saw(c, { chatId: there.id, sticker: false, at: 40 })
  const first = pictures.page({ ...everything, chatId: here.id, limit: 1 })
  expect(first).toMatchObject({ pictures: [{ hash: a }], total: 2 })
  const second = pictures.page({ ...everything, chatId: here.id, next: first.next ?? '' })
  expect(second).toMatchObject({ pictures: [{ hash: b }], next: null })
})

it('finds by words of the caption and by kind', async () => {
  await using storage = await openTestStorage()
  const { pictures } = storage
  const [photo, sticker, gone] = [1, 2, 3].map((n) => putOne(pictures, n)) as [string, string, string]
  pictures.setCaption(photo, '一只 100% 的猫', 'person')
  pictures.saw(sticker, { chatId: null, sticker: true, at: 2 })
  pictures.setFiles(gone, '', 0)
  const found = (filter: object) =>
    pictures.page({ ...everything, ...filter }).pictures.map(({ hash }) => hash)
  expect(found({ search: '0% 的' })).toEqual([photo])
  expect(found({ search: '%' })).toEqual([photo])
  expect(found({ search: '狗' })).toEqual([])
  expect(found({ kind: 'stickers' })).toEqual([sticker])
  expect(found({ kind: 'photos' })).toEqual([gone, photo])
  expect(found({ kind: 'expired' })).toEqual([gone])
  expect(found({})).toHaveLength(3)
})
