import type { ChatMessage, TurnDetail, TurnState } from '../../src/shared/state.ts'
import { fakeChatPicture, fakeHash } from './fake-pictures.ts'

const minute = 60_000
const day = 24 * 60 * minute

type Line = Partial<ChatMessage> & Pick<ChatMessage, 'text'>

/** A day and a half of a photographers' group, with everything that can happen to a message. */
function script(now: number): Line[] {
  const alan = { senderId: '81230456', senderName: '阿岚', groupRole: 'owner' } as const
  const orange = { senderId: '77120033', senderName: '大橘', groupRole: 'member' } as const
  const pony = { senderId: '90233100', senderName: '小马', groupRole: 'member' } as const
  const bot = { from: 'bot', senderId: '3105512466', senderName: '小杏', delivery: 'sent' } as const
  const yesterday = now - day
  return [
    {
      ...alan,
      text: '昨天那组银杏我修好了，晚点发',
      at: yesterday - 40 * minute,
      reason: 'not-addressed',
      inContext: false,
    },
    {
      ...orange,
      text: '@小杏 记一下周日三点老地方',
      at: yesterday - 39 * minute,
      reason: 'mention',
      turnId: 480,
      inContext: false,
    },
    {
      ...bot,
      text: '记住了，周日下午三点，老地方。',
      at: yesterday - 39 * minute + 4000,
      turnId: 480,
      inContext: false,
    },
    {
      ...alan,
      text: '#清空',
      at: yesterday - 10 * minute,
      reason: 'command',
      kind: 'command',
      inContext: false,
    },
    {
      ...bot,
      text: '好，前面说过的我都忘了。',
      at: yesterday - 10 * minute + 200,
      kind: 'command',
      inContext: false,
    },
    { ...orange, text: '我那支 35 定到底要不要出', at: now - 9 * minute, reason: 'not-addressed' },
    { ...orange, text: '有没有人要啊', at: now - 9 * minute + 3000, reason: 'not-addressed' },
    { ...orange, text: '（这句发错了）', at: now - 8.6 * minute, reason: 'not-addressed', recalled: true },
    {
      ...alan,
      text: '@小杏 周末去哪拍？想拍点有秋天味道的',
      at: now - 6 * minute,
      reason: 'mention',
      turnId: 500,
    },
    {
      ...bot,
      text: '滨江的芦苇这周正好，傍晚 5 点后光最软，带支 85 就够了。记得早到半小时踩点，周六日落 17:04。',
      at: now - 6 * minute + 5000,
      turnId: 500,
    },
    { ...pony, text: '哈哈哈哈它连日落都查了', at: now - 5 * minute, reason: 'not-addressed' },
    {
      ...orange,
      text: '那支 35 到底卖多少，给个痛快话',
      at: now - 4.9 * minute,
      reason: 'chat-cooldown',
      rule: '30 秒',
      quote: {
        name: '阿岚',
        text: '昨天那组银杏我修好了，晚点发，大家别急，一共四十二张，挑了三小时才挑完的',
      },
    },
    {
      ...alan,
      text: '杏杏明天天气怎么样',
      at: now - 4.8 * minute,
      reason: 'nickname',
      rule: '杏杏',
      turnId: 499,
    },
    { ...alan, text: '后天呢', at: now - 4.78 * minute, reason: 'follow-up', turnId: 499 },
    {
      ...bot,
      text: '明天多云，后天有小雨，出门带伞。',
      at: now - 4.7 * minute,
      turnId: 499,
      quote: { name: '阿岚', text: '杏杏明天天气怎么样' },
    },
    {
      ...bot,
      text: '想拍日落就选明天。',
      at: now - 4.68 * minute,
      turnId: 499,
      recalled: true,
    },
    {
      ...pony,
      text: '[图片][图片][图片] 三选一',
      at: now - 4.64 * minute,
      reason: 'not-addressed',
      pictures: [fakeChatPicture(1), fakeChatPicture(2, { expired: true }), fakeChatPicture(3)],
    },
    {
      ...orange,
      text: '[表情包:真的吗]',
      at: now - 4.6 * minute,
      reason: 'not-addressed',
      pictures: [fakeChatPicture(5, { sticker: true })],
    },
    {
      ...orange,
      text: '[图片]',
      at: now - 4.55 * minute,
      reason: 'not-addressed',
      pictures: [fakeChatPicture(6, { hash: null, caption: '' })],
    },
    {
      ...alan,
      text: '第二张好',
      at: now - 4.52 * minute,
      reason: 'not-addressed',
      quote: { name: '小马', text: '[图片][图片][图片] 三选一' },
      pictures: [fakeChatPicture(1), fakeChatPicture(2, { expired: true }), fakeChatPicture(3)],
    },
    { ...pony, text: '半夜还有人吗', at: now - 4.5 * minute, reason: 'quiet-hours', rule: '23:30-07:30' },
    { ...pony, text: '#清空', at: now - 4.4 * minute, reason: 'user-blocked', kind: 'command' },
    {
      ...pony,
      text: '@小杏 https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuvwxyz 帮我总结一下',
      at: now - 4 * minute,
      reason: 'mention',
      turnId: 498,
    },
    {
      ...bot,
      text: '我这会儿有点走神，等一下再试试吧。',
      at: now - 4 * minute + 9000,
      turnId: 498,
      delivery: 'unknown',
    },
    {
      ...bot,
      text: '链接打不开，贴一段原文给我？',
      at: now - 3 * minute,
      turnId: 497,
      delivery: 'failed',
      problem: {
        code: 'send.rejected',
        message: 'QQ 没让发出去：被禁言了',
        hint: '等禁言结束，或请群主解除。',
      },
    },
    {
      ...alan,
      text: '[图片] @小杏 这张逆光的怎么救一下？',
      pictures: [fakeChatPicture(0)],
      at: now - 20_000,
      reason: 'mention',
      turnId: 601,
    },
  ]
}

/** Messages of a made-up chat, oldest first. */
export function fakeMessages(chatId: number, now: number): ChatMessage[] {
  const older: Line[] = Array.from({ length: 180 }, (_, index) => ({
    senderId: index % 3 === 0 ? '77120033' : '90233100',
    senderName: index % 3 === 0 ? '大橘' : '小马',
    groupRole: 'member',
    text: `旧消息 ${index + 1}：${'今天的光真好，'.repeat(1 + (index % 5))}`,
    at: now - 3 * day + index * 6 * minute,
    reason: 'not-addressed',
    inContext: false,
  }))
  return [...older, ...script(now)].map((line, index) => ({
    id: chatId * 1000 + index,
    chatId,
    from: 'user',
    kind: 'said',
    senderId: '1',
    senderName: '谁',
    groupRole: null,
    at: now,
    platformId: null,
    quote: null,
    pictures: [],
    recalled: false,
    reason: null,
    rule: null,
    turnId: null,
    delivery: null,
    problem: null,
    inContext: true,
    ...line,
  }))
}

/** 为什么这样回 of a made-up turn. */
export function fakeTurnDetail(id: number, running: TurnState | undefined, now: number): TurnDetail {
  const at = now - 6 * minute
  const turn: TurnState = running ?? {
    id,
    chatId: 1,
    chatTitle: '摄影搭子群',
    senderName: '阿岚',
    question: '周末去哪拍？想拍点有秋天味道的',
    reason: 'mention',
    model: 'deepseek/deepseek-chat',
    receivedAt: at,
    endedAt: at + 5700,
    outcome: id === 498 ? 'failed' : 'replied',
    problem:
      id === 498
        ? { code: 'model.timeout', message: '模型 60 秒没有开口', hint: '再试一次，或换一个模型。' }
        : null,
    steps: [
      { stage: 'queued', startedAt: at + 2, endedAt: at + 400, note: '前面 1 条' },
      { stage: 'thinking', startedAt: at + 400, endedAt: at + 1300, note: '想用工具' },
      { stage: 'tool', startedAt: at + 1300, endedAt: at + 1620, note: '查日落时间' },
      { stage: 'thinking', startedAt: at + 1620, endedAt: at + 4700, note: '写了 49 个字' },
      { stage: 'sending', startedAt: at + 4700, endedAt: at + 5700, note: '1 条' },
    ],
    messageCount: 1,
    mergeUntil: null,
    requestMessages: 38,
    requestTokens: 3120,
    tokens: 6499,
    cost: 0.0042,
    toolCalls: [],
  }
  return {
    turn,
    trigger: null,
    calls: [
      {
        at: at + 400,
        purpose: 'chat',
        model: turn.model,
        firstTokenMs: 600,
        totalMs: 900,
        inputTokens: 3120,
        cachedTokens: 2776,
        outputTokens: 31,
        reasoningTokens: 0,
        estimated: false,
        cost: 0.0019,
        attempts: 1,
        problem: null,
      },
      {
        at: at + 1620,
        purpose: 'chat',
        model: turn.model,
        firstTokenMs: 700,
        totalMs: 3080,
        inputTokens: 3260,
        cachedTokens: 3120,
        outputTokens: 88,
        reasoningTokens: 0,
        estimated: false,
        cost: 0.0023,
        attempts: 1,
        problem: null,
      },
    ],
    toolCalls: [
      {
        name: '查日落时间',
        arguments: '{"地点":"杭州滨江","日期":"2026-11-28"}',
        result: '17:04',
        ms: 320,
        failed: false,
      },
    ],
    request: [
      {
        role: 'system',
        content:
          '你在 QQ 里和大家聊天，像一位自然、可靠的朋友。\n每条消息是一行 JSON……\n\n这是一个摄影群，成员多用富士和索尼。',
        pictures: [],
      },
      {
        role: 'user',
        content:
          '{"id":"77120033","name":"大橘","text":"我那支 35 定到底要不要出"}\n{"id":"81230456","name":"阿岚","text":"@小杏 周末去哪拍？想拍点有秋天味道的","pictures":["图1","图2"]}',
        pictures: [
          { label: '图1', hash: fakeHash(0) },
          { label: '图2', hash: fakeHash(1) },
        ],
      },
      { role: 'assistant', content: '（调用工具 查日落时间）', pictures: [] },
      { role: 'tool', content: '17:04', pictures: [] },
    ],
    reasoning: '他们在杭州，周末天气多云。滨江的芦苇正好，顺手查一下日落。',
  }
}
