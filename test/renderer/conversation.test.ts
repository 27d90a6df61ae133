import { beforeAll, describe, expect, test } from 'vitest'
import { illustrated } from '../../src/renderer/conversation/message-pictures.ts'
import { mergeMessages, prependMessages } from '../../src/renderer/conversation/message-store.ts'
import { mentionParts } from '../../src/renderer/conversation/message-text.tsx'
import { reasonHref, reasonText } from '../../src/renderer/conversation/reason-text.ts'
import { conversationRows } from '../../src/renderer/conversation/rows.ts'
import { addDeltas, keepRunning } from '../../src/renderer/conversation/stream-text.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { ignoredReasons, reasonSettings, takenReasons } from '../../src/shared/decision.ts'
import type { ChatMessage, TurnState } from '../../src/shared/state.ts'
import { fakeTurnDetail } from './fake-messages.ts'
import { fakeChatPicture } from './fake-pictures.ts'

beforeAll(() => startI18n())

const noon = new Date(2026, 10, 22, 12).getTime()
const minute = 60_000

function message(id: number, changes: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id,
    chatId: 1,
    from: 'user',
    kind: 'said',
    senderId: '81230456',
    senderName: '阿岚',
    groupRole: null,
    text: `第 ${id} 句`,
    at: noon + id * 1000,
    platformId: null,
    quote: null,
    pictures: [],
    recalled: false,
    reason: 'not-addressed',
    rule: null,
    turnId: null,
    delivery: null,
    problem: null,
    inContext: true,
    ...changes,
  }
}

const bot = { from: 'bot', senderId: '1', senderName: '小杏', reason: null } as const
const running: TurnState = { ...fakeTurnDetail(9, undefined, noon).turn, endedAt: null, outcome: null }

describe('messages', () => {
  test('a changed message takes its place and a new one comes last', () => {
    const shown = [message(1), message(2)]
    const merged = mergeMessages(shown, [message(3), message(1, { recalled: true })])
    expect(merged.map(({ id, recalled }) => [id, recalled])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ])
  })

  test('a change of a message above the first page does not leave a hole', () => {
    expect(mergeMessages([message(50)], [message(3)]).map(({ id }) => id)).toEqual([50])
    expect(prependMessages([message(50)], [message(3)]).map(({ id }) => id)).toEqual([3, 50])
  })
})

describe('rows', () => {
  const kinds = (...args: Parameters<typeof conversationRows>) =>
    conversationRows(...args).map(({ kind }) => kind)

  test('each day begins with its date', () => {
    const list = [message(1, { at: noon - 24 * 60 * minute }), message(2), message(3)]
    expect(kinds(list, [], 0)).toEqual(['day', 'message', 'day', 'message', 'message'])
  })

  test('the line of a cleared context stands below the last forgotten message', () => {
    expect(kinds([message(1), message(2), message(3)], [], 3)).toEqual([
      'day',
      'message',
      'message',
      'cleared',
      'message',
    ])
  })

  test('bubbles of one person close together are one group', () => {
    const list = [
      message(1),
      message(2),
      message(3, { at: noon + 20 * minute }),
      message(4, { senderId: '7' }),
    ]
    const continues = conversationRows(list, [], 0).flatMap((row) =>
      row.kind === 'message' ? [row.place.continues] : [],
    )
    expect(continues).toEqual([false, true, false, false])
  })

  test('only the last bubble of an answer explains it, with the message it answers', () => {
    const list = [
      message(1, { turnId: 9, reason: 'mention' }),
      message(2, { ...bot, turnId: 9 }),
      message(3, { ...bot, turnId: 9 }),
    ]
    const places = conversationRows(list, [running], 0).flatMap((row) =>
      row.kind === 'message' ? [row.place] : [],
    )
    expect(places.map(({ endsAnswer }) => endsAnswer)).toEqual([false, false, true])
    expect(places[2]?.trigger?.id).toBe(1)
    expect(places[2]?.turn).toBe(running)
  })

  test('of messages answered together the one that called the bot is the trigger', () => {
    const list = [
      message(1, { turnId: 9, reason: 'keyword', rule: '天气' }),
      message(2, { turnId: 9, reason: 'follow-up' }),
      message(3, { ...bot, turnId: 9 }),
    ]
    const last = conversationRows(list, [], 0).at(-1)
    expect(last?.kind === 'message' && last.place.trigger?.id).toBe(1)
  })

  test('running turns come last', () => {
    expect(kinds([message(1)], [running], 0)).toEqual(['day', 'message', 'running'])
  })
})

describe('text of a running turn', () => {
  const delta = (kind: 'text' | 'reasoning' | 'reset', text: string, turnId = 9) => ({
    turnId,
    chatId: 1,
    kind,
    text,
  })

  test('text and thinking grow apart, and a reset begins again', () => {
    const grown = addDeltas(new Map(), [delta('reasoning', '想'), delta('text', '你'), delta('text', '好')])
    expect(grown.get(9)).toEqual({ text: '你好', reasoning: '想' })
    expect(addDeltas(grown, [delta('reset', ''), delta('text', '嗨')]).get(9)).toEqual({
      text: '嗨',
      reasoning: '',
    })
  })

  test('what a finished turn wrote is forgotten', () => {
    const texts = addDeltas(new Map(), [delta('text', 'a', 8), delta('text', 'b', 9)])
    expect([...keepRunning(texts, new Set([9])).keys()]).toEqual([9])
    expect(keepRunning(texts, new Set([8, 9]))).toBe(texts)
  })
})

test('an @ is marked, the one in an address is not', () => {
  expect(mentionParts('@小杏 写信到 me@example.com，@阿岚')).toEqual([
    { text: '@小杏', mention: true },
    { text: ' 写信到 me@example.com，', mention: false },
    { text: '@阿岚', mention: true },
  ])
})

describe('why a message was answered or not', () => {
  test.each([
    ['keyword', '天气', '说到了关键词「天气」'],
    ['prefix', '.ai', '用「.ai」开头'],
    ['probability', '10 %', '随机插话 10 %'],
    ['quiet-hours', '23:00-07:30', '是安静时段（23:00–07:30）'],
    ['chat-cooldown', '30 秒', '这个聊天还在冷却（30 秒）'],
    ['mention', null, '被 @'],
    ['of-a-newer-version', null, 'of-a-newer-version'],
  ])('%s with %s reads %s', (reason, rule, text) => {
    expect(reasonText(reason, rule)).toBe(text)
  })

  test.each([
    ['not-addressed', '#/chats/7?tab=rules&setting=triggers.probability'],
    ['follow-up', '#/chats/7?tab=rules&setting=merge.follow'],
    ['muted', '#/chats/7?tab=rules&setting=muted'],
    ['chat-pending', '#/chats/7?tab=rules&setting=allowed'],
    ['user-blocked', '#/access?setting=access.blocked'],
    ['lane-full', '#/settings?search=inbox.laneLength'],
    ['command', null],
    ['toString', null],
  ])('%s leads to %s', (reason, href) => {
    expect(reasonHref(reason, 7)).toBe(href)
  })

  test('every reason that a setting causes leads somewhere', () => {
    for (const reason of Object.keys({ ...takenReasons, ...ignoredReasons }))
      expect(reasonHref(reason, 1) !== null, reason).toBe(Object.hasOwn(reasonSettings, reason))
  })
})

describe('pictures of a message', () => {
  const [first, second, third] = [fakeChatPicture(1), fakeChatPicture(2), fakeChatPicture(3)]

  test('what stood for a picture is not read beside it', () => {
    expect(illustrated({ text: '[图片] 这张怎么救[动画表情]', pictures: [first, second] })).toEqual({
      text: '这张怎么救',
      own: [first, second],
      others: [],
    })
    expect(illustrated({ text: '[表情包:真的吗]', pictures: [first] }).text).toBe('')
  })

  test('a picture of an old message that is not known stays as its word', () => {
    expect(illustrated({ text: '看 [图片]', pictures: [] })).toEqual({
      text: '看 [图片]',
      own: [],
      others: [],
    })
    expect(illustrated({ text: '[图片] [图片]', pictures: [first] }).text).toBe('[图片]')
  })

  test('those of what it quotes or forwards are told apart from its own', () => {
    expect(illustrated({ text: '[闪照] 第二张好', pictures: [first, second, third] })).toMatchObject({
      text: '第二张好',
      own: [first],
      others: [second, third],
    })
    expect(illustrated({ text: '第二张好', pictures: [first] })).toEqual({
      text: '第二张好',
      own: [],
      others: [first],
    })
  })
})
