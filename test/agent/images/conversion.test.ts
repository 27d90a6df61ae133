import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { settle } from '../../support/fake-clock.ts'
import { waitFor } from '../../support/wait-for.ts'
import { live, opened, openRoom, picture, type Room, servePictures, sourceOf } from './room.ts'

async function converted(room: Room, bytes: Buffer, webp = false) {
  const hash = await room.images.add(bytes, null)
  const url = await room.images.dataUrl(hash, { webp, chatId: null, keepLonger: false }, live)
  const { image } = opened(url)
  return { row: room.storage.pictures.get(hash), image, metadata: await image.metadata() }
}

const colourAt = async (image: Sharp, left: number, top: number) =>
  [...(await image.clone().extract({ left, top, width: 1, height: 1 }).raw().toBuffer())].map((value) =>
    Math.round(value / 64),
  )

describe('what a picture is made into', () => {
  it('is no longer on its longer side than it is set to, and never larger than it was', async () => {
    const room = await openRoom()
    const wide = await converted(room, await picture('#f00', { width: 3000, height: 600 }))
    expect(wide.metadata).toMatchObject({ format: 'jpeg', width: 1280, height: 256 })
    room.set({ maxSide: 512 })
    const tall = await converted(room, await picture('#0f0', { width: 600, height: 3000 }))
    expect(tall.metadata).toMatchObject({ width: 102, height: 512 })
    expect(tall.row).toMatchObject({ width: 102, height: 512 })
    const small = await converted(room, await picture('#00f', { width: 20, height: 10 }))
    expect(small.metadata).toMatchObject({ width: 20, height: 10 })
  })

  it('stands upright, and says nothing of where and with what it was taken', async () => {
    const room = await openRoom()
    const photo = await sharp(await picture('#f00', { width: 60, height: 40 }))
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '39/1 54/1 0/1' } })
      .jpeg()
      .toBuffer()
    const { orientation, exif } = await sharp(photo).metadata()
    expect([orientation, exif !== undefined]).toEqual([6, true])
    const { metadata } = await converted(room, photo)
    expect(metadata).toMatchObject({ width: 40, height: 60 })
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual(
      Array(4).fill(undefined),
    )
  })

  it.each(['gif', 'webp'] as const)('is the first frame of an animated %s', async (format) => {
    const room = await openRoom()
    const frames = ['#f00', '#00f'].map((background) => ({
      create: { width: 30, height: 20, channels: 4 as const, background },
    }))
    const raw = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()))
    const bytes = await sharp(raw, { join: { animated: true } })
      .toFormat(format)
      .toBuffer()
    expect((await sharp(bytes).metadata()).pages).toBe(2)
    const { row, image, metadata } = await converted(room, bytes)
    expect(row).toMatchObject({ animated: true, width: 30, height: 20 })
    expect(metadata).toMatchObject({ format: 'jpeg', width: 30, height: 20 })
    expect(await colourAt(image, 10, 10)).toEqual([4, 0, 0])
  })

  it('is white where it was transparent, as JPEG; as WebP it stays transparent', async () => {
    const clear = { create: { width: 30, height: 20, channels: 4 as const, background: '#f000' } }
    const bytes = await sharp(clear).png().toBuffer()
    const { image } = await converted(await openRoom(), bytes)
    expect(await colourAt(image, 10, 10)).toEqual([4, 4, 4])
    const asWebp = await converted(await openRoom({ webpPreferred: () => true }), bytes, true)
    expect(asWebp.metadata).toMatchObject({ format: 'webp', hasAlpha: true })
  })

  it.each(['png', 'gif', 'webp', 'avif'] as const)('is read from %s', async (format) => {
    const room = await openRoom()
    const bytes = await sharp(await picture('#0f0'))
      .toFormat(format)
      .toBuffer()
    const { metadata, image } = await converted(room, bytes)
    expect(metadata).toMatchObject({ format: 'jpeg', width: 64, height: 48 })
    expect(await colourAt(image, 5, 5)).toEqual([0, 4, 0])
  })

  it.each([24, 32])('is read from a BMP of %i bits', async (bits) => {
    const { image, metadata } = await converted(await openRoom(), bitmap(bits))
    expect(metadata).toMatchObject({ format: 'jpeg', width: 32, height: 32 })
    expect(await colourAt(image, 16, 4)).toEqual([4, 0, 0])
    expect(await colourAt(image, 16, 28)).toEqual([0, 0, 4])
  })

  it('is what is left of a photo whose end is missing', async () => {
    const room = await openRoom()
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
    const create = { width: 400, height: 300, channels: 3 as const, background: '#888', noise }
    const whole = await sharp({ create }).jpeg().toBuffer()
    const { metadata } = await converted(room, whole.subarray(0, Math.round(whole.length * 0.9)))
    expect(metadata).toMatchObject({ width: 400, height: 300 })
  })
})

/** The worker's behaviour, where a test needs another one. */
async function standInWorker(room: { dataDir: string }, code: string): Promise<URL> {
  const path = join(room.dataDir, 'stand-in-worker.mjs')
  await writeFile(
    path,
    `import { parentPort } from 'node:worker_threads'
let count = 0
parentPort.on('message', async (request) => {
  if (request.kind === 'open') return parentPort.postMessage({ kind: 'hash', hash: String(++count).padStart(64, '0') })
  ${code}
})`,
  )
  return pathToFileURL(path)
}

async function roomWith(code: string): Promise<Room> {
  const outer = await openRoom()
  return openRoom({ worker: await standInWorker(outer, code) })
}

describe('threads', () => {
  it('start one by one as they are needed, and stop after a minute without work', async () => {
    const room = await openRoom()
    expect(room.state().workers).toBe(0)
    await room.images.add(await picture('#f00'), null)
    expect(room.state().workers).toBe(1)
    await Promise.all(
      ['#0f0', '#00f', '#ff0'].map(async (colour) => room.images.add(await picture(colour), null)),
    )
    expect(room.state()).toMatchObject({ workers: 2, converting: 0, conversionsWaiting: 0, stored: 4 })
    room.clock.advance(60_000)
    expect(room.state().workers).toBe(0)
    expect(await room.images.add(await picture('#fff'), null)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('that die take their picture along and nothing else', async () => {
    const room = await roomWith("if (request.kind === 'convert') process.exit(3)")
    room.set({ workers: 1 })
    const problem = { problem: { code: 'picture.worker' } }
    await expect(room.images.add(await picture('#f00'), null)).rejects.toMatchObject(problem)
    const { origin } = await servePictures({ '/a': await picture('#0f0') })
    expect(await room.images.fetch(sourceOf(`${origin}/a`), live)).toBeNull()
    expect(room.state()).toMatchObject({ workers: 0, failures: 2, converting: 0 })
  })

  it('that take longer than 20 seconds are ended, and the next picture has a new one', async () => {
    const room = await roomWith('')
    room.set({ workers: 1 })
    const two = [room.images.add(await picture('#f00'), null), room.images.add(await picture('#0f0'), null)]
    const ended = two.map((one) =>
      expect(one).rejects.toMatchObject({ problem: { code: 'picture.conversion-slow' } }),
    )
    for (const waiting of [1, 0]) {
      await waitFor('the conversion to begin', () => {
        const { converting, conversionsWaiting } = room.state()
        return converting === 1 && conversionsWaiting === waiting
      })
      room.clock.advance(20_000)
      await settle()
    }
    await Promise.all(ended)
  })

  it('are all ended with the store', async () => {
    const room = await roomWith('')
    const folder = join(room.dataDir, 'pictures', 'opening')
    const adding = room.images.add(await picture('#f00'), null)
    const ended = expect(adding).rejects.toMatchObject({ problem: { code: 'picture.worker' } })
    await waitFor('the conversion to begin', () => room.state().converting === 1)
    await writeFile(join(folder, '0'), '0'.repeat(64))
    await room.life.dispose()
    await ended
    expect(await readdir(folder)).toEqual([])
  })
})

it('leaves no file of a picture that was removed while it was made into another format', async () => {
  const outer = await openRoom()
  const go = join(outer.dataDir, 'go')
  const worker = await standInWorker(
    outer,
    `const { existsSync } = await import('node:fs')
    while (count > 1 && !existsSync(${JSON.stringify(go)})) await new Promise((resolve) => setTimeout(resolve, 5))
    const data = new TextEncoder().encode('RIFF....WEBPVP8 ')
    parentPort.postMessage({ kind: 'converted', picture: { data, width: 1, height: 1, animated: false } })`,
  )
  const room = await openRoom({ worker, webpPreferred: () => true })
  const hash = await room.images.add(await picture('#f00'), null)
  const { path } = (await room.images.file(hash)) ?? { path: '' }
  const making = room.images.dataUrl(hash, { webp: false, chatId: null, keepLonger: false }, live)
  await waitFor('the conversion to begin', () => room.state().converting === 1)
  await room.images.remove([hash])
  await writeFile(go, '')
  expect(await making).toMatch(/^data:image\/jpeg/)
  expect(await readdir(join(path, '..'))).toEqual([])
})

describe('a picture that was being opened when the process died', () => {
  it('is not opened for a day, others are', async () => {
    const red = await picture('#f00')
    const before = await openRoom()
    const hash = await before.images.add(red, null)
    const room = await openRoom()
    const folder = join(room.dataDir, 'pictures', 'opening')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '0'), hash)
    await writeFile(join(folder, '1'), '')
    await expect(room.images.add(red, null)).rejects.toMatchObject({ problem: { code: 'picture.crashed' } })
    expect(await room.images.add(await picture('#0f0'), null)).toMatch(/^[0-9a-f]{64}$/)
    expect(await readdir(folder)).toEqual([`skip-${hash}`])

    const restarted = await openRoom({}, room.dataDir)
    await expect(restarted.images.add(red, null)).rejects.toMatchObject({
      problem: { code: 'picture.crashed' },
    })
    const longAgo = restarted.clock.now() / 1000 - 90_000
    await utimes(join(folder, `skip-${hash}`), longAgo, longAgo)
    const nextDay = await openRoom({}, room.dataDir)
    expect(await nextDay.images.add(red, null)).toBe(hash)
    expect(await readdir(folder)).toEqual([])
    // Nor is a restart needed for it.
    restarted.clock.advance(90_000_000)
    expect(await restarted.images.add(red, null)).toBe(hash)
  })
})

/** 32 × 32 pixels, red above and blue below. */
function bitmap(bits: number): Buffer {
  const step = bits / 8
  const bytes = Buffer.alloc(54 + 32 * 32 * step)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(32, 18)
  bytes.writeInt32LE(32, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(bits, 28)
  for (let pixel = 0; pixel < 32 * 32; pixel++) {
    // The lowest row comes first, colours as blue, green, red.
    const isLower = pixel < 32 * 16
    bytes[54 + pixel * step + (isLower ? 0 : 2)] = 255
  }
  return bytes
}
