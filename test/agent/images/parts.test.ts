import { describe, expect, it } from 'vitest'
import { readBitmap } from '../../../src/agent/images/bitmap.ts'
import { PictureMemory } from '../../../src/agent/images/picture-memory.ts'
import { pictureType } from '../../../src/agent/images/picture-type.ts'
import { PicturesBoard } from '../../../src/agent/images/pictures-board.ts'
import { RecentAddresses } from '../../../src/agent/images/recent-addresses.ts'
import { SharedWork } from '../../../src/agent/images/shared-work.ts'
import { Slots } from '../../../src/agent/images/slots.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { noPictures, type PicturesState } from '../../../src/shared/pictures.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const live = new AbortController().signal

describe('pictureType', () => {
  const bytes = (text: string) => Buffer.from(text.padEnd(20, '\0'), 'latin1')

  it.each([
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['GIF89a', 'gif'],
    ['GIF87a', 'gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'webp'],
    ['BM', 'bmp'],
    ['\0\0\0\x1cftypavif', 'avif'],
    ['\0\0\0\x1cftypisom', null],
    ['RIFF\x10\0\0\0WAVE', null],
    ['<svg xmlns=', null],
    ['<?xml version', null],
    ['{"retcode":0}', null],
  ])('%j is %s', (text, type) => {
    expect(pictureType(bytes(text))).toBe(type)
  })

  it('needs more than a beginning', () => {
    expect(pictureType(Buffer.from('GIF89a'))).toBeNull()
  })
})

describe('readBitmap', () => {
  function header(
    fields: { width: number; height: number; bits?: number; compression?: number },
    length = 1000,
  ) {
    const bytes = Buffer.alloc(length)
    bytes.writeUInt32LE(54, 10)
    bytes.writeInt32LE(fields.width, 18)
    bytes.writeInt32LE(fields.height, 22)
    bytes.writeUInt16LE(fields.bits ?? 24, 28)
    bytes.writeUInt32LE(fields.compression ?? 0, 30)
    return bytes
  }

  it('reads rows from the bottom, or from the top when the height is negative', () => {
    for (const height of [2, -2]) {
      const bytes = header({ width: 1, height })
      bytes.set([1, 2, 3], 54)
      const read = readBitmap(bytes, 100)
      expect([read?.width, read?.height]).toEqual([1, 2])
      expect([...(read?.data ?? [])]).toEqual(height > 0 ? [0, 0, 0, 3, 2, 1] : [3, 2, 1, 0, 0, 0])
    }
  })

  it.each([
    ['compressed', header({ width: 1, height: 1, compression: 1 })],
    ['with a palette', header({ width: 1, height: 1, bits: 8 })],
    ['without pixels', header({ width: 0, height: 1 })],
    ['of a negative width', header({ width: -1, height: 1 })],
    ['that is not whole', header({ width: 100, height: 100 })],
    ['of too many pixels', header({ width: 1_000_000, height: 1_000_000 })],
    ['that is shorter than its header', Buffer.from('BM')],
  ])('reads none %s', (_what, bytes) => {
    expect(readBitmap(bytes, 100_000)).toBeNull()
  })
})

describe('PictureMemory', () => {
  const put = (memory: PictureMemory, key: string, now = 0, chatId = 1) =>
    memory.put(chatId, key, { url: key.repeat(10), keptLonger: false, now })

  it('keeps the ones used last, and counts what it holds', () => {
    const memory = new PictureMemory(() => ({ perChat: 2, keptMs: 100 }))
    put(memory, 'a')
    put(memory, 'b')
    memory.get(1, 'a', 1)
    put(memory, 'c')
    expect(['a', 'b', 'c'].map((key) => memory.get(1, key, 2) !== undefined)).toEqual([true, false, true])
    put(memory, 'c')
    expect([memory.items, memory.bytes]).toEqual([2, 20])
    memory.forgetKeys('a')
    expect(memory.largest(5)).toEqual([{ chatId: 1, items: 1, bytes: 10, keptLonger: false }])
    memory.forget(null)
    expect([memory.items, memory.bytes]).toEqual([0, 0])
  })

  it('keeps nothing when it may keep nothing, and follows new limits', () => {
    let limits = { perChat: 0, keptMs: 100 }
    const memory = new PictureMemory(() => limits)
    put(memory, 'a')
    expect(memory.items).toBe(0)
    limits = { perChat: 3, keptMs: 100 }
    put(memory, 'a')
    limits = { perChat: 3, keptMs: 10 }
    expect(memory.get(1, 'a', 50)).toBeUndefined()
    expect(memory.sweep(50)).toBe(false)
  })
})

describe('Slots', () => {
  it('gives them out in order, by the limit as it is now, and takes each back once', async () => {
    let most = 1
    const slots = new Slots(
      () => most,
      () => undefined,
    )
    const first = await slots.take(live)
    const order: number[] = []
    const stop = new AbortController()
    const left = slots.take(stop.signal).catch((reason: unknown) => reason)
    const others = [1, 2, 3].map((n) => slots.take(live).then(() => order.push(n)))
    stop.abort('left')
    expect(await left).toBe('left')
    first()
    first()
    await others[0]
    expect([slots.taken, slots.waiting, order]).toEqual([1, 2, [1]])
    most = 3
    void slots.take(live)
    await others[1]
    expect([slots.taken, slots.waiting, order]).toEqual([3, 1, [1, 2, 3]])
  })
})

describe('SharedWork', () => {
  it('begins once for all, ends for one, and stops when nobody is left', async () => {
    const shared = new SharedWork<number>()
    const begun: AbortSignal[] = []
    const start = (signal: AbortSignal) => {
      begun.push(signal)
      return new Promise<number>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    }
    const stops = [new AbortController(), new AbortController()]
    const waiting = stops.map((stop) =>
      shared.join('a', stop.signal, start).catch((reason: unknown) => reason),
    )
    stops[0]?.abort('one')
    expect([await waiting[0], begun.length, begun[0]?.aborted]).toEqual(['one', 1, false])
    stops[1]?.abort('two')
    expect([await waiting[1], begun[0]?.aborted]).toEqual(['two', true])
    await expect(shared.join('a', AbortSignal.abort('three'), start)).rejects.toBe('three')
    void shared.join('a', null, start).catch(() => undefined)
    expect([begun.length, begun[1]?.aborted]).toEqual([2, false])
    shared.abort('over')
    expect(begun[1]?.reason).toBe('over')
  })
})

describe('RecentAddresses', () => {
  it('remembers for a minute, and not more than a thousand', () => {
    const recent = new RecentAddresses()
    recent.set('a', null, 0)
    expect(recent.get('a', 59_999)?.hash).toBeNull()
    expect(recent.get('a', 60_000)).toBeUndefined()
    for (let n = 0; n < 1000; n++) recent.set(`${n}`, 'h', 0)
    expect([recent.get('a', 0), recent.get('0', 0)?.hash]).toEqual([undefined, 'h'])
  })
})

describe('PicturesBoard', () => {
  function open() {
    const clock = createFakeClock()
    const topic = new Topic<PicturesState>(noPictures)
    const changes: (keyof PicturesState)[] = []
    topic.subscribe((key) => changes.push(key))
    const { jobs, downloads, failures, captions, captionsSpared, ...numbers } = noPictures
    const board = new PicturesBoard(topic, clock, () => numbers)
    return { clock, topic, changes, numbers, board }
  }
  const job = { chatId: 1, chatTitle: '一群', host: 'a.example' }

  it('tells changes five times a second at most, and nothing when nothing changed', () => {
    const { clock, changes, numbers, board } = open()
    for (let n = 1; n <= 100; n++) {
      numbers.diskBytes = n
      board.touch()
      clock.advance(10)
    }
    expect(changes).toEqual(Array(5).fill('diskBytes'))
    board.touch()
    clock.advance(1000)
    expect([changes.length, clock.timers]).toEqual([5, 0])
  })

  it('shows what runs and the last 20 that failed, newest first, 60 at most', () => {
    const { clock, topic, board } = open()
    const problem = { code: 'picture.slow', message: '慢', hint: '' }
    for (let n = 0; n < 30; n++) board.begin(job).end(problem)
    board.begin(job).end(null)
    const running = Array.from({ length: 50 }, () => board.begin(job))
    running[49]?.stage('downloading')
    running[49]?.progress(7)
    clock.advance(200)
    const { jobs, failures } = topic.value
    expect([jobs.length, failures]).toEqual([60, 30])
    expect(jobs[0]).toMatchObject({ id: 81, stage: 'downloading', bytes: 7, host: 'a.example' })
    expect(jobs[59]).toMatchObject({ id: 21, stage: 'failed', problem })
    expect(topic.value.captions).toBe(0)
  })

  it('does not touch what others count', () => {
    const { clock, topic, board } = open()
    topic.set('captions', 5)
    board.touch()
    clock.advance(200)
    expect(topic.value.captions).toBe(5)
  })
})
