import { createHash } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ImagesConfig } from '../../../src/shared/pictures.ts'
import { settle } from '../../support/fake-clock.ts'
import { waitFor } from '../../support/wait-for.ts'
import { live, opened, openRoom, picture, servePictures, sourceOf } from './room.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const jpegOnly = { webp: false, chatId: null, keepLonger: false }
const red = await picture('#f00')
const blue = await picture('#00f')

describe('fetching', () => {
  it('D0-04: fetches an address that ends in a query string, and names the picture by the hash of its bytes', async () => {
    const room = await openRoom()
    const { origin, asked } = await servePictures({ '/download': red })
    const chat = room.chat()
    const url = `${origin}/download?appid=1407&fileid=EhQ&rkey=CAMS&spec=0`
    const hash = await room.images.fetch(sourceOf(url, { chat, sticker: true }), live)
    expect(hash).toBe(sha256(red))
    expect(asked).toEqual(['/download?appid=1407&fileid=EhQ&rkey=CAMS&spec=0'])
    expect(room.storage.pictures.stored(sha256(red))).toMatchObject({
      width: 64,
      height: 48,
      sourceBytes: red.length,
      animated: false,
      sticker: true,
      seen: 1,
      chats: [chat],
    })
    const { path, type } = (await room.images.file(sha256(red))) ?? { path: '', type: '' }
    expect([path.endsWith(`${sha256(red)}.jpg`), type]).toEqual([true, 'image/jpeg'])
    expect(room.images.has(sha256(red))).toBe(true)
  })

  it('G05: knows a picture by its first bytes, whatever it is announced as', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({
      '/a': (response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(red),
    })
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBe(sha256(red))
  })

  it('D0-02: the same picture twice in one message is fetched once, and both have it', async () => {
    const room = await openRoom()
    const { origin, asked } = await servePictures({ '/a': red })
    const one = () => room.images.fetch(sourceOf(`${origin}/a`, { chat: room.chat() }), live)
    expect(await Promise.all([one(), one(), one()])).toEqual([sha256(red), sha256(red), sha256(red)])
    expect(asked).toHaveLength(1)
  })

  it('converts the same bytes under two addresses once', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/a': red, '/b': red })
    const hashes = await Promise.all(
      ['a', 'b'].map((name) => room.images.fetch(sourceOf(`${origin}/${name}`), live)),
    )
    expect(hashes).toEqual([sha256(red), sha256(red)])
    expect(room.state()).toMatchObject({ downloads: 2, stored: 1 })
    expect(room.storage.pictures.get(sha256(red))?.seen).toBe(2)
  })

  it('asks nobody for a picture that is there', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    expect(await room.images.fetch(sourceOf('http://127.0.0.1:1/a', { hash }), live)).toBe(hash)
    expect(room.state().failures).toBe(0)
  })

  it('D0-14: a slow picture does not keep others waiting', async () => {
    const room = await openRoom()
    const { origin, wasAsked } = await servePictures({ '/slow': () => undefined, '/a': red })
    const stop = new AbortController()
    const slow = room.images.fetch(sourceOf(`${origin}/slow`), stop.signal).catch(() => 'stopped')
    await wasAsked(1)
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBe(sha256(red))
    stop.abort()
    expect(await slow).toBe('stopped')
  })

  it('fetches so many at once as it is set to, first come, first served', async () => {
    const room = await openRoom()
    room.set({ downloads: 1 })
    const answer: (() => void)[] = []
    const held = (response: { end(bytes: Buffer): void }) => void answer.push(() => response.end(red))
    const { origin, asked, wasAsked } = await servePictures({ '/1': held, '/2': held, '/3': held })
    const all = ['1', '2', '3'].map((name) => room.images.fetch(sourceOf(`${origin}/${name}`), live))
    for (const count of [1, 2, 3]) {
      await wasAsked(count)
      await settle()
      expect(asked).toHaveLength(count)
      expect(room.state()).toMatchObject({ downloading: 1, downloadsWaiting: 3 - count })
      answer.at(-1)?.()
    }
    expect(await Promise.all(all)).toEqual(Array(3).fill(sha256(red)))
    expect(asked).toEqual(['/1', '/2', '/3'])
  })

  it('stops work that nobody waits for any more, and goes on while one does', async () => {
    const room = await openRoom()
    let closed = 0
    let finish = () => undefined as unknown
    const { origin, wasAsked } = await servePictures({
      '/a': (response) => {
        response.on('close', () => closed++)
        finish = () => response.end(red)
      },
    })
    const stops = [new AbortController(), new AbortController()]
    const source = sourceOf(`${origin}/a`)
    const waiting = stops.map((stop) => room.images.fetch(source, stop.signal).catch(() => 'stopped'))
    await wasAsked(1)
    stops[0]?.abort()
    expect(await waiting[0]).toBe('stopped')
    expect(closed).toBe(0)
    stops[1]?.abort()
    expect(await waiting[1]).toBe('stopped')
    await waitFor('the connection to be closed', () => closed === 1)
    expect(room.state().jobs).toEqual([])

    const again = room.images.fetch(source, live)
    await wasAsked(2)
    finish()
    expect(await again).toBe(sha256(red))
  })

  it('fetches beforehand, and does not stop because somebody else no longer waits', async () => {
    const room = await openRoom()
    let finish = () => undefined as unknown
    const { origin, asked, wasAsked } = await servePictures({
      '/a': (response) => {
        finish = () => response.end(red)
      },
    })
    const done: string[] = []
    room.images.prefetch(sourceOf(`${origin}/a`), (hash) => done.push(hash))
    const stop = new AbortController()
    const waiting = room.images.fetch(sourceOf(`${origin}/a`), stop.signal).catch(() => 'stopped')
    await wasAsked(1)
    stop.abort()
    expect(await waiting).toBe('stopped')
    finish()
    await waitFor('the picture', () => done.length > 0)
    expect([done, asked]).toEqual([[sha256(red)], ['/a']])
  })

  it('writes down that a picture could not be noted, and goes on', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/a': red })
    room.images.prefetch(sourceOf(`${origin}/a`), () => {
      throw new Error('disk')
    })
    await waitFor('the line', () => room.lines.some((line) => line.includes('没有记下来')))
  })

  it('lets only so many wait in the background, and takes what is waited for', async () => {
    const room = await openRoom()
    room.set({ downloads: 1 })
    const { origin, wasAsked } = await servePictures({ '/a': () => undefined })
    room.images.prefetch(sourceOf(`${origin}/a`), () => undefined)
    await wasAsked(1)
    for (let n = 0; n < 600; n++) room.images.prefetch(sourceOf(`${origin}/${n}`), () => undefined)
    const inline = sourceOf(`base64://${'A'.repeat(65_000_000)}`)
    room.images.prefetch(inline, () => undefined)
    expect(room.state()).toMatchObject({ downloading: 1, downloadsWaiting: 500 })
    const stop = new AbortController()
    const waiting = room.images.fetch(sourceOf(`${origin}/b`), stop.signal).catch(() => 'stopped')
    expect(room.state().downloadsWaiting).toBe(501)
    stop.abort()
    expect(await waiting).toBe('stopped')
    await room.life.dispose()
  })

  it('takes bytes that came along in place of an address', async () => {
    const room = await openRoom()
    const url = `base64://${red.toString('base64')}`
    expect(await room.images.fetch(sourceOf(url), live)).toBe(sha256(red))
    room.set({ maxMegabytes: 0.0001 })
    expect(await room.images.fetch(sourceOf(`base64://${blue.toString('base64')}`), live)).toBeNull()
    expect(room.state().jobs[0]?.problem?.code).toBe('picture.too-large')
  })
})

describe('a dead address', () => {
  const expired = '{"retcode":-5503007,"retmsg":"download url has expired"}'
  const json = { 'content-type': 'application/json' }

  it.each([
    ['400 with JSON', 400, expired],
    ['200 with JSON', 200, expired],
    ['400 for a wrong rkey', 400, '{"retcode":-5503010,"retmsg":"invalid rkey"}'],
    ['404', 404, ''],
    ['an HTML page', 200, '<!DOCTYPE html><title>not found</title>'],
  ])('G01: that answers %s is asked for anew, once', async (_what, status, body) => {
    const room = await openRoom()
    const { origin, asked } = await servePictures({
      '/old': (response) => response.writeHead(status, json).end(body),
      '/new': red,
    })
    let refreshed = 0
    const refresh = async () => {
      refreshed++
      return `${origin}/new`
    }
    expect(await room.images.fetch(sourceOf(`${origin}/old`, { refresh }), live)).toBe(sha256(red))
    expect([refreshed, asked]).toEqual([1, ['/old', '/new']])
  })

  it('G01: is given up when the new one is dead too, or there is none', async () => {
    const room = await openRoom()
    const { origin, asked } = await servePictures({
      '/old': (response) => response.writeHead(400, json).end(expired),
      '/new': (response) => response.writeHead(200, json).end(expired),
    })
    const refresh = async () => `${origin}/new`
    expect(await room.images.fetch(sourceOf(`${origin}/old`, { refresh }), live)).toBeNull()
    expect(asked).toEqual(['/old', '/new'])
    const broken = async () => Promise.reject(new Error('closed'))
    const other = sourceOf(`${origin}/old?other`, { refresh: broken })
    expect(await room.images.fetch(other, live)).toBeNull()
    expect(room.state().jobs).toMatchObject([
      { stage: 'failed', host: new URL(origin).host, problem: { code: 'picture.expired' } },
      { stage: 'failed', problem: { code: 'picture.expired' } },
    ])
    expect(room.state().failures).toBe(2)
  })

  it('is not tried again within a minute', async () => {
    const room = await openRoom()
    const { origin, asked } = await servePictures({})
    const source = sourceOf(`${origin}/gone`)
    expect(await room.images.fetch(source, live)).toBeNull()
    expect(await room.images.fetch(source, live)).toBeNull()
    expect(asked).toHaveLength(1)
    room.clock.advance(60_000)
    expect(await room.images.fetch(source, live)).toBeNull()
    expect(asked).toHaveLength(2)
  })

  it('G03: a picture without an address is asked for by its name', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/new': red })
    const refresh = async () => `${origin}/new`
    expect(await room.images.fetch(sourceOf('', { file: 'A.jpg', refresh }), live)).toBe(sha256(red))
    expect(await room.images.fetch(sourceOf('', { file: 'B.jpg' }), live)).toBeNull()
    expect(room.state().jobs[0]?.problem?.code).toBe('picture.no-address')
  })
})

describe('a picture that has a name and no address', () => {
  const named = (chat: { id: number; title: string }, file: string, address: string) =>
    sourceOf('', { chat, file, refresh: async () => address })

  it('is not taken for one of the same name elsewhere', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/red': red, '/blue': blue })
    const file = '0123456789ABCDEF0123456789ABCDEF.jpg'
    expect(await room.images.fetch(named(room.chat('1'), file, `${origin}/red`), live)).toBe(sha256(red))
    expect(await room.images.fetch(named(room.chat('2'), file, `${origin}/blue`), live)).toBe(sha256(blue))
  })

  it('is not taken for another of a name that many have', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/red': red, '/blue': blue })
    const chat = room.chat()
    expect(await room.images.fetch(named(chat, 'image.png', `${origin}/red`), live)).toBe(sha256(red))
    expect(await room.images.fetch(named(chat, 'image.png', `${origin}/blue`), live)).toBe(sha256(blue))
  })
})

describe('D0-40: what must not be fetched or opened', () => {
  it.each([
    ['G02: an address of this machine', 'http://localhost:80/a', 'picture.private'],
    ['G02: an address of the cloud it runs in', 'http://169.254.169.254/', 'picture.private'],
    ['G03: a file', 'file:///etc/passwd', 'picture.address'],
  ])('%s, nor is it asked for anew', async (_what, url, code) => {
    const room = await openRoom()
    const refresh = async () => Promise.reject(new Error('asked'))
    expect(await room.images.fetch(sourceOf(url, { refresh }), live)).toBeNull()
    expect(room.state().jobs).toMatchObject([{ stage: 'failed', problem: { code } }])
  })

  it.each<[string, Buffer | string, string]>([
    [
      'an SVG with a script',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>',
      'picture.not-picture',
    ],
    ['a PDF', '%PDF-1.7 and more than sixteen bytes', 'picture.not-picture'],
    ['nothing at all', '', 'picture.not-picture'],
    ['30,000 × 30,000 pixels', pngOf(30_000, 30_000), 'picture.too-many-pixels'],
    ['the first bytes of a PNG alone', pngOf(10, 10).subarray(0, 20), 'picture.unreadable'],
    [
      'the first bytes of a JPEG and noise',
      Buffer.concat([red.subarray(0, 4), Buffer.alloc(500, 7)]),
      'picture.unreadable',
    ],
    [
      'SVG behind the first bytes of a GIF',
      'GIF89a<svg xmlns="http://www.w3.org/2000/svg"/>',
      'picture.unreadable',
    ],
    ['an odd kind of BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(100)]), 'picture.unreadable'],
  ])('%s', async (_what, bytes, code) => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/a': (response) => response.end(bytes) })
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBeNull()
    expect(room.state().jobs).toMatchObject([{ stage: 'failed', problem: { code } }])
    await expect(room.images.add(Buffer.from(bytes), null)).rejects.toMatchObject({ problem: { code } })
  })

  it('more bytes than it is set to', async () => {
    const room = await openRoom()
    room.set({ maxMegabytes: 0.0001 })
    const { origin } = await servePictures({ '/a': red })
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBeNull()
    expect(room.state().jobs[0]?.problem?.code).toBe('picture.too-large')
    await expect(room.images.add(red, null)).rejects.toMatchObject({ problem: { code: 'picture.too-large' } })
  })
})

describe('for models', () => {
  it('is a data URL in a format that the model takes, made from the other one if need be', async () => {
    const room = await openRoom({ webpPreferred: () => true })
    const hash = await room.images.add(red, null)
    expect(room.storage.pictures.get(hash)?.formats).toBe('webp')
    const webp = opened(await room.images.dataUrl(hash, { ...jpegOnly, webp: true }, live))
    expect([webp.type, (await webp.image.metadata()).format]).toEqual(['data:image/webp;base64', 'webp'])
    const both = await Promise.all([1, 2].map(() => room.images.dataUrl(hash, jpegOnly, live)))
    const jpeg = opened(both[0] ?? null)
    expect([jpeg.type, (await jpeg.image.metadata()).format]).toEqual(['data:image/jpeg;base64', 'jpeg'])
    expect(both[1]).toBe(both[0])
    expect(room.storage.pictures.get(hash)).toMatchObject({ formats: 'jpeg webp', uses: 3 })
    expect(room.state().diskBytes).toBe(room.storage.pictures.get(hash)?.bytes)
  })

  it('is JPEG also for one that takes WebP, where that is there', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    const { type } = opened(await room.images.dataUrl(hash, { ...jpegOnly, webp: true }, live))
    expect(type).toBe('data:image/jpeg;base64')
  })

  it('is null when the bytes are gone, also by somebody else, and says so from then on', async () => {
    const room = await openRoom()
    expect(await room.images.dataUrl('0'.repeat(64), jpegOnly, live)).toBeNull()
    const hash = await room.images.add(red, null)
    await rm(join(room.dataDir, 'pictures', hash.slice(0, 2)), { recursive: true })
    expect(await room.images.file(hash)).toBeNull()
    expect(await room.images.dataUrl(hash, jpegOnly, live)).toBeNull()
    expect(room.images.has(hash)).toBe(false)
    expect(room.state()).toMatchObject({ stored: 0, diskBytes: 0 })
    expect(await room.images.add(red, null)).toBe(hash)
    expect(room.images.has(hash)).toBe(true)
  })

  it('rejects with the signal', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    await expect(room.images.dataUrl(hash, jpegOnly, AbortSignal.abort('over'))).rejects.toBe('over')
    await expect(room.images.fetch(sourceOf('http://127.0.0.1:1/'), AbortSignal.abort('over'))).rejects.toBe(
      'over',
    )
  })
})

describe('S0-56, in memory', () => {
  const inChat = (chatId: number, keepLonger = false) => ({ webp: false, chatId, keepLonger })

  it('stays for as long as it is set to since it was last used', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    const use = () => room.images.dataUrl(hash, inChat(1), live)
    await use()
    room.clock.advance(59_000)
    await use()
    room.clock.advance(59_000)
    await use()
    expect(room.state()).toMatchObject({ hits: 2, misses: 1, memoryItems: 1 })
    room.clock.advance(90_000)
    expect(room.state()).toMatchObject({ memoryItems: 0, memoryBytes: 0, chats: [] })
    await use()
    expect(room.state()).toMatchObject({ hits: 2, misses: 2 })
  })

  it('stays longer in chats that look at pictures often', async () => {
    const room = await openRoom()
    const chat = room.chat()
    const hash = await room.images.add(red, chat)
    await room.images.dataUrl(hash, inChat(chat.id, true), live)
    room.clock.advance(1_700_000)
    await room.images.dataUrl(hash, inChat(chat.id, true), live)
    expect(room.state()).toMatchObject({ hits: 1, chats: [{ chatId: chat.id, items: 1, keptLonger: true }] })
  })

  it('D0-41: chats do not push each other out', async () => {
    const room = await openRoom()
    const { cache } = ImagesConfig.parse({})
    room.set({ cache: { ...cache, perChat: 1 } })
    const [a, b] = [await room.images.add(red, null), await room.images.add(blue, null)]
    await room.images.dataUrl(a, inChat(1), live)
    await room.images.dataUrl(a, inChat(2), live)
    await room.images.dataUrl(b, inChat(2), live)
    await room.images.dataUrl(a, inChat(1), live)
    expect(room.state()).toMatchObject({ hits: 1, misses: 3, memoryItems: 2 })
    await room.images.dataUrl(a, inChat(2), live)
    expect(room.state()).toMatchObject({ hits: 1, misses: 4 })
  })

  it('is forgotten on demand, of one chat or of all', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    for (const chatId of [1, 2]) await room.images.dataUrl(hash, inChat(chatId), live)
    room.images.forget(1)
    expect(room.state()).toMatchObject({ memoryItems: 1, chats: [{ chatId: 2 }] })
    room.images.forget(null)
    expect(room.state()).toMatchObject({ memoryItems: 0, memoryBytes: 0 })
    expect(room.images.has(hash)).toBe(true)
  })
})

describe('on the disk', () => {
  it('what was not used for longest goes when there is no room; caption and row stay', async () => {
    const room = await openRoom()
    const hashes: string[] = []
    for (const background of ['#f00', '#0f0', '#00f']) {
      const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
      const create = { width: 3000, height: 3000, channels: 3 as const, background, noise }
      const noisy = await sharp({ create }).jpeg({ quality: 90 }).toBuffer()
      hashes.push(await room.images.add(noisy, null))
      room.clock.advance(1000)
    }
    const [first = '', second = '', third = ''] = hashes
    room.storage.pictures.setCaption(second, '绿色的雪花', 'person')
    await room.images.dataUrl(first, jpegOnly, live)
    const { diskBytes } = room.state()
    room.set({ diskMegabytes: (diskBytes - 1) / 1_000_000 })
    room.clock.advance(30_000)
    room.clock.advance(50)
    await waitFor('the oldest to go', async () => (await room.images.file(second)) === null)
    expect([first, second, third].map((hash) => room.images.has(hash))).toEqual([true, false, true])
    expect(room.storage.pictures.get(second)).toMatchObject({ formats: '', caption: '绿色的雪花' })
    await waitFor(
      'its file to go',
      async () => (await readdir(join(room.dataDir, 'pictures', second.slice(0, 2)))).length === 0,
    )
    expect(room.state()).toMatchObject({ stored: 2 })
    expect(room.state().diskBytes).toBeLessThan(diskBytes)
  }, 20_000)

  it('removed ones leave nothing behind, and may come again', async () => {
    const room = await openRoom()
    const { origin } = await servePictures({ '/a': red })
    const chat = room.chat()
    const source = sourceOf(`${origin}/a`, { chat })
    const hash = (await room.images.fetch(source, live)) ?? ''
    await room.images.dataUrl(hash, { ...jpegOnly, chatId: chat.id }, live)
    const { path } = (await room.images.file(hash)) ?? { path: '' }
    await room.images.remove([hash, '0'.repeat(64)])
    expect(await readdir(join(path, '..'))).toEqual([])
    expect(room.storage.pictures.get(hash)).toBeNull()
    expect(room.state()).toMatchObject({ stored: 0, diskBytes: 0, memoryItems: 0 })
    expect(await room.images.fetch(source, live)).toBe(hash)
  })

  it('is there after a restart', async () => {
    const room = await openRoom()
    const hash = await room.images.add(red, null)
    await room.life.dispose()
    const next = await openRoom({ rows: room.storage.pictures }, room.dataDir)
    expect(opened(await next.images.dataUrl(hash, jpegOnly, live)).type).toBe('data:image/jpeg;base64')
    next.clock.advance(2000)
    expect(next.state()).toMatchObject({ stored: 1 })
  })

  it('says so when it cannot be written, and keeps nothing that is not there', async () => {
    const room = await openRoom()
    await writeFile(join(room.dataDir, 'pictures'), 'in the way')
    await expect(room.images.add(red, null)).rejects.toMatchObject({ problem: { code: 'picture.disk' } })
    const { origin } = await servePictures({ '/a': red })
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBeNull()
    expect(room.images.has(sha256(red))).toBe(false)
  })
})

/** A PNG of so many pixels, of which hardly any are there. */
function pngOf(width: number, height: number): Buffer {
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 2], 8)
  const chunks = [
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const bytes = Buffer.alloc(content.length + 8)
  bytes.writeUInt32BE(data.length, 0)
  content.copy(bytes, 4)
  bytes.writeUInt32BE(crc32(content), content.length + 4)
  return bytes
}
