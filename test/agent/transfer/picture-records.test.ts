import { expect, it } from 'vitest'
import { pictureRecords, picturesIn } from '../../../src/agent/transfer/own/picture-records.ts'

const hash = 'a'.repeat(64)

it('tells where pictures were on the web and their hash, never bytes or names of an end', () => {
  const inline = { url: 'base64://AAAA', file: 'A.jpg', sticker: true, hash: null }
  const seen = { url: 'https://a.example/1', file: 'B.jpg', sticker: false, hash }
  expect(JSON.parse(JSON.stringify(pictureRecords([inline, seen])))).toEqual([
    { sticker: true },
    { url: 'https://a.example/1', hash },
  ])
  expect(pictureRecords([])).toBeUndefined()
})

it('reads what older exports hold: addresses alone', () => {
  const images = ['https://a.example/1', 'file:///etc/passwd', 'data:image/png;base64,AAAA']
  expect(picturesIn({ images })).toEqual([
    { url: 'https://a.example/1', file: '', sticker: false, hash: null },
  ])
})

it('reads nothing out of what is wrong', () => {
  const images = [{ url: 'file:///etc/passwd', hash: '../../x', sticker: 'yes' }, 5, null, [hash]]
  expect(picturesIn({ images })).toEqual([{ url: '', file: '', sticker: false, hash: null }])
  expect(picturesIn({ images: 'https://a.example/1' })).toEqual([])
  expect(picturesIn({ images: Array(40).fill({ hash }) })).toHaveLength(32)
})
