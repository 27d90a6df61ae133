import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { allowingHost } from '../../src/renderer/pages/pictures/allow-host.ts'
import {
  type PictureList,
  tileAfter,
  withHead,
  withPage,
  withPicture,
} from '../../src/renderer/pages/pictures/picture-list.ts'
import {
  busyWords,
  captionByWords,
  hitRateWords,
  pictureName,
  sizeWords,
  summaryWords,
} from '../../src/renderer/pages/pictures/picture-words.ts'
import { mediaSrc } from '../../src/renderer/ui/media.ts'
import { Config } from '../../src/shared/config.ts'
import { noPictures, PictureHash, type StoredPicture } from '../../src/shared/pictures.ts'
import { fakeHash } from './fake-pictures.ts'

beforeAll(startI18n)

const megabyte = 1024 ** 2

function stored(n: number, changes: Partial<StoredPicture> = {}): StoredPicture {
  return {
    ...{ hash: fakeHash(n), width: 1280, height: 853, bytes: 186 * 1024, sourceBytes: 3.1 * megabyte },
    ...{ animated: false, sticker: false, caption: '一只橘猫', captionBy: 'aliyun/qwen-vl-max' },
    ...{ firstSeenAt: 0, lastSeenAt: n, seen: 1, uses: 0, chats: [] },
    ...changes,
  }
}

function list(numbers: number[], next: string | null = null, total = numbers.length): PictureList {
  return { pictures: numbers.map((n) => stored(n)), next, total }
}

const page = (numbers: number[], next: string | null = null, total = numbers.length) => ({
  ...list(numbers, next, total),
  pictures: numbers.map((n) => stored(n)),
})

const numbersOf = ({ pictures }: PictureList) => pictures.map(({ lastSeenAt }) => lastSeenAt)

test('a picture is asked for beside the panel, whatever the host', () => {
  expect(PictureHash.safeParse(fakeHash(3)).success).toBe(true)
  expect(mediaSrc(fakeHash(3))).toBe(`media/${fakeHash(3)}`)
})

describe('the page’s first sentence', () => {
  test.each([
    [{}, '还没存图片。'],
    [{ stored: 132, diskBytes: 21 * megabyte, downloading: 3 }, '存了 132 张图片，占 21.0 MB；3 张正在取。'],
    [
      { stored: 3412, diskBytes: 812 * megabyte, downloadsWaiting: 2, conversionsWaiting: 3, converting: 1 },
      '存了 3,412 张图片，占 812 MB；1 张正在压，5 张排着。',
    ],
  ])('%j: %s', (changes, sentence) => {
    expect(summaryWords({ ...noPictures, ...changes })).toBe(sentence)
  })

  test('nothing under way has no words', () => {
    expect(busyWords(noPictures)).toBe('')
  })
})

test('the hit rate is of what was asked for again, and unknown before', () => {
  expect(hitRateWords({ hits: 0, misses: 0 })).toBe('–')
  expect(hitRateWords({ hits: 43, misses: 7 })).toBe('86 %')
  expect(hitRateWords({ hits: 0, misses: 3 })).toBe('0 %')
})

describe('the words of a picture', () => {
  test('its size before and after, and what it was when it is gone', () => {
    expect(sizeWords(stored(1))).toBe('3.1 MB → 186 KB')
    expect(sizeWords(stored(1, { bytes: 0 }))).toBe('原来 3.1 MB')
  })

  test('who described it', () => {
    expect(captionByWords(stored(1))).toBe('qwen-vl-max 看出来的')
    expect(captionByWords(stored(1, { captionBy: 'person' }))).toBe('你写的')
    expect(captionByWords(stored(1, { captionBy: '' }))).toBe('')
  })

  test('one without a description has a name too', () => {
    expect(pictureName(stored(1, { caption: '' }))).toBe('没有描述的图片')
    expect(pictureName(stored(1, { caption: '', sticker: true }))).toBe('没有描述的表情')
  })
})

describe('the list', () => {
  test('the next page comes behind, without what is shown already', () => {
    const longer = withPage(list([9, 8, 7], 'a', 6), page([7, 6, 5], 'b', 6))
    expect(numbersOf(longer)).toEqual([9, 8, 7, 6, 5])
    expect(longer).toMatchObject({ next: 'b', total: 6 })
  })

  test('new ones come in front and the further pages stay', () => {
    const fresh = withHead(list([9, 8, 7, 6, 5], 'b', 7), page([10, 6, 9], 'x', 8))
    expect(numbersOf(fresh)).toEqual([10, 6, 9, 8, 7, 5])
    expect(fresh).toMatchObject({ next: 'b', total: 8 })
  })

  test('a list of one page is as it is read, so that what was deleted goes', () => {
    expect(numbersOf(withHead(list([9, 8, 7]), page([9, 7])))).toEqual([9, 7])
    expect(numbersOf(withHead(list([9, 8, 7], 'a', 5), page([10, 9, 7], 'b', 5)))).toEqual([10, 9, 7])
  })

  test('a changed picture keeps its place', () => {
    const changed = withPicture(list([9, 8, 7]), stored(8, { caption: '一只狗' }))
    expect(changed.pictures.map(({ caption }) => caption)).toEqual(['一只橘猫', '一只狗', '一只橘猫'])
  })
})

describe('arrow keys in the grid', () => {
  test.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 0, null],
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, null],
    ['ArrowUp', 5, 1],
    ['End', 0, 9],
    ['Home', 6, 0],
    ['Enter', 3, null],
  ])('%s from %i leads to %s', (key, at, to) => {
    expect(tileAfter(key, at, 4, 10)).toBe(to)
  })
})

test('allowing a host adds it to those that are allowed, once', () => {
  const config = Config.parse({ images: { allowHosts: ['nas.local'] } })
  expect(allowingHost('192.168.1.5')(config)).toMatchObject({
    ops: [{ path: ['images', 'allowHosts'], set: ['nas.local', '192.168.1.5'] }],
  })
  expect(allowingHost('nas.local')(config).ops).toEqual([])
})
