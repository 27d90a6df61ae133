import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { editCharacter } from '../../src/renderer/live/edit.ts'
import { panel, startPanel, topicValue } from '../../src/renderer/live/panel.ts'
import { firstThatFits, middleSquare } from '../../src/renderer/pages/characters/avatar.ts'
import {
  chatsPlaying,
  freeName,
  inOrder,
  ownModel,
  playersByCharacter,
} from '../../src/renderer/pages/characters/character-facts.ts'
import { complaintAboutFile, importFiles } from '../../src/renderer/pages/characters/character-import.ts'
import {
  freeFields,
  setFields,
  setInLayer,
  takeFromLayer,
} from '../../src/renderer/pages/characters/layer.ts'
import { lendToasts, type Toast } from '../../src/renderer/ui/toast.tsx'
import { ChatSettings } from '../../src/shared/settings.ts'
import { createFakePanel } from './fake-panel.ts'
import { fullTopics } from './fake-topics.ts'

const topics = fullTopics(Date.UTC(2026, 10, 22, 6))
let toasts: Toast[]
let giveBack: () => void

beforeEach(() => {
  startI18n()
  toasts = []
  giveBack = lendToasts((toast) => toasts.push(toast))
  const bot = createFakePanel({ scene: 'full', host: 'web', still: true, logRate: 0 })
  startPanel({ ...bot, onConnection: () => () => {} })
})

afterEach(() => giveBack())

describe('what a card says', () => {
  test('characters stand in the order in which they were made', () => {
    const [first, second] = inOrder(topics.characters)
    expect([first?.name, second?.name]).toEqual(['小杏', '摄影顾问'])
  })

  test('the chats that play it are counted, those of 试聊 are not', () => {
    const chats = Object.fromEntries(
      Object.values(topics.chats).map((chat) => [chat.id, { ...chat, character: 2 }]),
    )
    const playing = chatsPlaying(chats, 2)
    expect(playing[0]?.title).toBe('摄影搭子群')
    expect(playing.map(({ id }) => id)).not.toContain(90)
    expect(chatsPlaying(chats, 1)).toEqual([])
    expect([...playersByCharacter(chats)]).toEqual([[2, playing.length]])
  })

  test('its model is named only where it is another one than the chats have anyway', () => {
    const settings = { model: 'aliyun/qwen-vl-max' }
    expect(ownModel({ settings }, 'deepseek/deepseek-chat')).toBe('aliyun/qwen-vl-max')
    expect(ownModel({ settings }, 'aliyun/qwen-vl-max')).toBeNull()
    expect(ownModel({ settings: {} }, 'aliyun/qwen-vl-max')).toBeNull()
  })

  test('a copy gets a name nobody has, and one that is not too long', () => {
    expect(freeName('小杏', [])).toBe('小杏')
    expect(freeName('小杏', [{ name: '小杏' }, { name: '小杏 2' }])).toBe('小杏 3')
    const long = '杏'.repeat(40)
    expect(freeName(long, [{ name: '杏'.repeat(32) }])).toBe(`${'杏'.repeat(30)} 2`)
    expect(freeName('🍑'.repeat(20), [{ name: '🍑'.repeat(16) }])).toBe(`${'🍑'.repeat(15)} 2`)
  })
})

describe('the settings a character brings along', () => {
  const layer = { model: 'demo/xiaoxing', merge: { seconds: 3 }, temperature: null, reply: {} }

  test('only what it sets itself is drawn, an empty value included', () => {
    expect(setFields(layer).map(({ path }) => path.join('.'))).toEqual([
      'model',
      'temperature',
      'merge.seconds',
    ])
    expect(setFields({})).toEqual([])
  })

  test('the rest is offered in groups, its prompt and what no character decides left out', () => {
    const free = freeFields(layer).flatMap(({ fields }) => fields.map(({ path }) => path.join('.')))
    expect(free).toContain('triggers.nicknames')
    expect(free).toContain('apology')
    for (const path of ['prompt', 'character', 'allowed', 'merge.seconds', 'model'])
      expect(free).not.toContain(path)
    const everything = ChatSettings.parse({})
    expect(freeFields(everything)).toEqual([])
  })

  test('a value goes into the layer and out of it again, under the settings of the character', () => {
    const [field] = setFields({ merge: { seconds: 3 } })
    if (!field) throw new Error('there is no such field')
    expect(setInLayer(field, 5)).toEqual({ path: ['settings', 'merge', 'seconds'], set: 5 })
    expect(takeFromLayer(field)).toEqual({ path: ['settings', 'merge', 'seconds'], remove: true })
  })

  test('an edit is saved, said, and taken back by its toast', async () => {
    panel().watchTopic('characters')
    await topicValue('characters')
    expect(await editCharacter(1, [{ path: ['prompt'], set: '换一个人' }], '提示词已保存')).toBe(true)
    expect(await prompt()).toBe('换一个人')
    expect(toasts).toMatchObject([{ text: '提示词已保存' }])
    await toasts[0]?.undo?.()
    expect(await prompt()).toContain('群里的老朋友')
  })

  async function prompt() {
    return (await topicValue('characters'))[1]?.prompt
  }
})

describe('an avatar', () => {
  test('is the middle of the picture', () => {
    expect(middleSquare(400, 300)).toEqual({ x: 50, y: 0, side: 300 })
    expect(middleSquare(64, 641)).toEqual({ x: 0, y: 288, side: 64 })
  })

  test('is the best of the encodings that is short enough and of a kind that is taken', () => {
    const url = (kind: string, length: number) => `data:image/${kind};base64,${'A'.repeat(length)}`
    const short = url('jpeg', 1000)
    expect(firstThatFits([url('webp', 60_000), short, url('jpeg', 10)])).toBe(short)
    expect(firstThatFits([url('webp', 60_000)])).toBeNull()
    expect(firstThatFits([url('svg+xml', 10), 'data:,'])).toBeNull()
  })

  test('no encoding is made that is not needed', () => {
    const made: string[] = []
    function* encoded() {
      for (const url of ['data:image/png;base64,AAAA', 'data:image/jpeg;base64,AAAA']) {
        made.push(url)
        yield url
      }
    }
    firstThatFits(encoded())
    expect(made).toHaveLength(1)
  })
})

describe('importing', () => {
  test('pictures and files that are far too large are refused unread, with a way out', () => {
    expect(complaintAboutFile({ name: '卡.png', type: 'image/png', size: 10 })).toMatchObject({
      message: '「卡.png」是图片',
      hint: expect.stringContaining('JSON'),
    })
    expect(complaintAboutFile({ name: '书.json', type: '', size: 5_000_000 })?.code).toBe(
      'character.too-large',
    )
    expect(complaintAboutFile({ name: '卡.json', type: 'application/json', size: 10 })).toBeNull()
  })

  test('of several files the good ones become characters and the bad ones are named', async () => {
    const card = JSON.stringify({ data: { name: '新来的', system_prompt: '你好' }, character_book: {} })
    const outcomes = await importFiles([new File(['xx'], '坏的.json'), new File([card], '好的.json')])
    expect(outcomes).toMatchObject([
      { file: '坏的.json', problem: { message: '「坏的.json」没有导入：这个文件不是角色卡' } },
      { file: '好的.json', notes: [expect.stringContaining('世界书')] },
    ])
  })
})
