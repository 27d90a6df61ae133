import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import {
  complaintAboutFile,
  cutExport,
  isWanted,
  packFiles,
  wireBytes,
} from '../../src/renderer/pages/settings/import-files.ts'
import { isTakable, mergePreviews, riskyIn, skipOf } from '../../src/renderer/pages/settings/review.ts'
import type { ImportItem, ImportPreview } from '../../src/shared/moving.ts'

beforeAll(() => startI18n())

const onTheWire = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length

describe('what is read', () => {
  test.each([
    ['我的导出.jsonl', true],
    ['照片.png', true],
    ['AI_chat/plugins/system.json', true],
    ['AI_chat/chat/history/qq_group_1.json', true],
    ['AI_chat/main.py', false],
    ['AI_chat/images/1.png', false],
    ['AI_chat/node_modules/x/a.json', false],
    ['AI_chat/package.json', false],
  ])('%s: %s', (path, wanted) => {
    expect(isWanted(path)).toBe(wanted)
  })

  test.each([
    [{ name: 'a.jsonl', type: '', size: 40_000_000 }, undefined],
    [{ name: 'a.json', type: 'application/json', size: 900 }, undefined],
    [{ name: '卡.png', type: 'image/png', size: 900 }, '是图片，里面的角色卡读不出来'],
    [{ name: 'a.zip', type: 'application/zip', size: 900 }, '不是 .json 也不是 .jsonl'],
    [{ name: 'a.json', type: 'application/json', size: 40_000_000 }, '太大了，超过 24 MB'],
    [{ name: 'a.jsonl', type: '', size: 400_000_000 }, '太大了，超过 200 MB'],
  ])('%j: %s', (file, message) => {
    expect(complaintAboutFile(file)?.message).toBe(message)
  })
})

describe('calls', () => {
  test('a text is measured as it goes over the wire', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constant('好"\\\n\u0001🎈\ud800'))
    fc.assert(fc.property(texts, (text) => wireBytes(text) === onTheWire(text)))
  })

  test('no call is larger than it may be, and what is not refused is there in its order', () => {
    const file = fc.record({ name: fc.constant('a.json'), text: fc.string({ maxLength: 250 }) })
    fc.assert(
      fc.property(fc.array(file, { maxLength: 12 }), (files) => {
        const { calls, refused } = packFiles(files, 400)
        for (const call of calls) {
          const bytes = call.reduce((sum, { text }) => sum + wireBytes(text), 0)
          expect(bytes).toBeLessThanOrEqual(480)
        }
        const packed = calls.flat().map(({ text }) => text)
        expect(packed.length + refused.length).toBe(files.length)
        expect(packed).toEqual(files.map(({ text }) => text).filter((text) => wireBytes(text) + 28 <= 480))
      }),
    )
  })

  test('settings go first, because histories are read with them', () => {
    const names = ['chat/history/qq_group_1.json', 'plugins/system.json', 'chat/history/qq_group_2.json']
    const { calls } = packFiles(names.map((name) => ({ name: `AI_chat/${name}`, text: '{}' })))
    expect(calls[0]?.map(({ name }) => name)).toEqual([
      'AI_chat/plugins/system.json',
      'AI_chat/chat/history/qq_group_1.json',
      'AI_chat/chat/history/qq_group_2.json',
    ])
  })

  test('settings go along with every further call too, unless they are large', () => {
    const history = (n: number) => ({ name: `chat/history/qq_group_${n}.json`, text: 'x'.repeat(600) })
    const settings = { name: 'plugins/system.json', text: '{}' }
    const names = (files: { name: string; text: string }[]) =>
      packFiles(files, 1000).calls.map((call) => call.map(({ name }) => name))
    expect(names([history(1), history(2), settings])).toEqual([
      [settings.name, history(1).name],
      [settings.name, history(2).name],
    ])
    const large = { ...settings, text: 'x'.repeat(300) }
    expect(names([history(1), history(2), large])).toEqual([[large.name, history(1).name], [history(2).name]])
  })

  test('what is too large for a call and cannot be cut is named', () => {
    const { calls, refused } = packFiles([{ name: 'a.json', text: `{"a":"${'好'.repeat(400)}"}` }], 500)
    expect(calls).toEqual([])
    expect(refused).toMatchObject([{ name: 'a.json', problem: { code: 'import.too-large' } }])
  })

  test('an export is cut at its lines, each piece with the first line in front', () => {
    const header = '{"apricot":"export","version":1,"id":"x"}\n'
    const lines = Array.from({ length: 60 }, (_, index) => `{"type":"message","text":"第 ${index} 句"}\n`)
    const pieces = cutExport(header + lines.join(''), 600)
    expect(pieces.length).toBeGreaterThan(3)
    for (const piece of pieces) {
      expect(piece.startsWith(header)).toBe(true)
      expect(wireBytes(piece)).toBeLessThanOrEqual(600)
    }
    expect(pieces.map((piece) => piece.slice(header.length)).join('')).toBe(lines.join(''))
    expect(packFiles([{ name: 'a.jsonl', text: header + lines.join('') }], 800).calls.length).toBeGreaterThan(
      2,
    )
  })

  test('an export without an end of its last line, or with one long line, stays whole', () => {
    const header = '{"apricot":"export"}\n'
    expect(cutExport(header.trim(), 5)).toEqual([header.trim()])
    const long = `{"text":"${'a'.repeat(300)}"}`
    expect(cutExport(`${header}{}\n${long}`, 100)).toEqual([`${header}{}\n`, header + long])
  })
})

describe('the preview', () => {
  const item = (title: string, changes: Partial<ImportItem> = {}): ImportItem => ({
    title,
    file: 'a.jsonl',
    carries: [],
    leaves: [],
    problem: null,
    ...changes,
  })
  const preview = (items: ImportItem[], changes: Partial<ImportPreview> = {}): ImportPreview => ({
    source: 'apricot',
    items,
    needsAccount: false,
    ...changes,
  })

  test('a chat that came in two calls is one thing with all its messages', () => {
    const review = mergePreviews([
      preview([
        item('设置', { carries: ['3 项'] }),
        item('群', { carries: ['2000 条消息', '自己的设置：1 项'], leaves: ['图片'] }),
      ]),
      preview([item('群', { carries: ['512 条消息'], leaves: ['图片'] })], { needsAccount: true }),
    ])
    expect(review).toMatchObject({ source: 'apricot', needsAccount: true })
    expect(review.items.map(({ title, carries, leaves }) => ({ title, carries, leaves }))).toEqual([
      { title: '设置', carries: ['3 项'], leaves: [] },
      { title: '群', carries: ['2512 条消息', '自己的设置：1 项'], leaves: ['图片'] },
    ])
  })

  test('two things of one name in one call stay two', () => {
    expect(mergePreviews([preview([item('群'), item('群')])]).items).toHaveLength(2)
  })

  test('what was unticked is left out of every call it is in', () => {
    const review = mergePreviews([preview([item('设置'), item('群')]), preview([item('群'), item('私聊')])])
    const left = new Set(review.items.filter(({ title }) => title === '群').map(({ key }) => key))
    expect([skipOf(review, left, 0), skipOf(review, left, 1)]).toEqual([[1], [0]])
    expect(skipOf(review, new Set(), 0)).toEqual([])
  })

  test('what gives people power over the bot is left out until somebody ticks it', () => {
    const review = mergePreviews([
      preview([item('设置'), item('谁能用', { risky: true })]),
      preview([item('群')]),
    ])
    const left = riskyIn(review)
    expect([skipOf(review, left, 0), skipOf(review, left, 1)]).toEqual([[1], []])
  })

  test('a character that comes in an earlier call is not said to be missing', () => {
    const chat = item('群', { carries: ['5 条消息'], leaves: ['角色「阿岚」：这里没有，先不演', '图片'] })
    const character = item('角色「阿岚」', { carries: ['提示词'] })
    const leaves = (items: ImportItem[][]) =>
      mergePreviews(items.map((part) => preview(part))).items.find(({ title }) => title === '群')?.leaves
    expect(leaves([[character], [chat]])).toEqual(['图片'])
    expect(leaves([[], [chat]])).toEqual(chat.leaves)
  })

  test('settings that go along with every call are brought once', () => {
    const settings = item('系统设置', { file: 'plugins/system.json', carries: ['历史条数：20 条'] })
    const review = mergePreviews([preview([settings, item('群')]), preview([settings, item('私聊')])])
    expect(review.items.map(({ title }) => title)).toEqual(['系统设置', '群', '私聊'])
    expect([skipOf(review, new Set(), 0), skipOf(review, new Set(), 1)]).toEqual([[], [0]])
    const left = new Set(review.items.slice(0, 1).map(({ key }) => key))
    expect([skipOf(review, left, 0), skipOf(review, left, 1)]).toEqual([[0], [0]])
  })

  test('only what carries something can be ticked', () => {
    const problem = { code: 'import.unknown', message: '不认识', hint: '' }
    expect(isTakable(item('a', { carries: ['x'] }))).toBe(true)
    expect(isTakable(item('a', { leaves: ['已经有一样的了'] }))).toBe(false)
    expect(isTakable(item('a', { carries: ['x'], problem }))).toBe(false)
  })
})
