import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ChatSettings } from '../../src/shared/settings.ts'
import type { Said } from '../support/fake-onebot.ts'
import { refusal } from '../support/fake-openai.ts'
import { type PictureServer, plainPicture, startPictureServer } from '../support/picture-server.ts'
import { type QQBot, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

/**
 * Every setting of a chat, changed in the panel while the bot runs: the next message is treated by the new value,
 * without a restart. A new setting without a row here fails the last test.
 */

let all: QQBot
let pictures: PictureServer
let places = 0

beforeAll(async () => {
  pictures = await startPictureServer()
  for (const colour of ['red', 'green', 'blue']) pictures.set(colour, { body: await plainPicture(colour) })
  all = await startQQBot({
    models: [
      { name: 'bench-model', vision: true, tools: true, contextTokens: 32_768 },
      { name: 'second', vision: true, tools: true, contextTokens: 32_768 },
    ],
    answer: (text) => {
      if (text.includes('太忙')) return refusal(429, 'busy')
      if (text.includes('没钱')) return refusal(402, 'insufficient balance')
      if (text.includes('写长的')) return { text: '很长的一段话。'.repeat(60) }
      if (text.includes('分段')) return { text: '第一段话在这里。\n\n第二段话在这里。' }
      if (text.includes('加粗')) return { text: '**要紧**的事' }
      if (text.includes('慢慢来')) return { text: '慢慢来的回答', firstTokenDelay: 300 }
      return { text: '好' }
    },
    config: {
      access: { owners: ['30999'], trusted: ['30998'] },
      images: { allowHosts: [new URL(pictures.url('')).host] },
    },
  })
  all.qq.support(['send_group_forward_msg', 'set_msg_emoji_like'])
  await all.bot.call('characters.create', { name: '猫猫', prompt: '你是一只猫。' })
})
afterAll(async () => {
  await all[Symbol.asyncDispose]()
  await pictures[Symbol.asyncDispose]()
})

/** A chat of its own, with what its row needs to say and see. */
class Place {
  readonly kind: 'group' | 'private'
  readonly id: string
  #chatId = 0

  constructor(kind: 'group' | 'private' = 'group') {
    this.kind = kind
    this.id = String(70_000 + ++places)
  }

  /** Somebody speaks; `at` calls the bot. */
  says(said: Said, options: { from?: string; at?: boolean; fields?: object } = {}): number {
    const { from = '30001', at = false, fields = {} } = options
    if (this.kind === 'private') return all.qq.privateMessage(this.id, said, { ...fields })
    if (at && typeof said === 'string') return all.qq.atBot(this.id, from, said, { ...fields })
    return all.qq.groupMessage(this.id, from, said, { ...fields })
  }

  /** Changes one of this chat's own settings, as the panel does. */
  async set(path: string, value: unknown): Promise<void> {
    const chatId = await this.chatId()
    const { revision } = await all.bot.call('chats.settings', { chatId })
    const ops = [{ path: path.split('.'), set: value as never }]
    await all.bot.call('chats.edit', { chatId, revision, ops })
  }

  async chatId(): Promise<number> {
    if (this.#chatId === 0) {
      this.says('先有这个聊天', { from: '30002' })
      const key = `qq_${this.kind}_${this.id}`
      this.#chatId = await waitFor('the chat', () =>
        Object.values(all.bot.topics.chats).find((row) => row.key === key),
      ).then(({ id }) => id)
      if (this.kind === 'private') await this.replies(1)
    }
    return this.#chatId
  }

  async messages() {
    return (await all.bot.call('chats.messages', { chatId: await this.chatId(), limit: 200 })).reverse()
  }

  /** Why the newest message with this text was taken or not. */
  async reason(text: string): Promise<string | null> {
    return waitFor(`the decision about ${text}`, async () => {
      const found = (await this.messages()).findLast((one) => one.from === 'user' && one.text.includes(text))
      return found?.reason
    })
  }

  /** Waits for so many replies here in all. */
  replies(count: number) {
    return waitFor(`reply ${count}`, () => {
      const here = all.qq.replies.filter((reply) => reply.kind === this.kind && reply.id === this.id)
      return here.length >= count && here
    })
  }

  /** The newest request that holds this text. */
  request(text: string) {
    return waitFor(`a request with ${text}`, () =>
      all.model.requests.findLast(({ messages }) => JSON.stringify(messages).includes(text)),
    )
  }
}

type Row = [path: string, value: unknown, shows: (place: Place, set: () => Promise<void>) => Promise<void>]

/** Said before, then the setting is changed, then said again: the two decisions differ as they should. */
const decides =
  (
    before: string,
    after: string,
    options: { at?: boolean; from?: string; text?: string; kind?: 'private' } = {},
  ) =>
  async (place: Place, set: () => Promise<void>) => {
    const { text = '在吗', ...how } = options
    place.says(`${text} 一`, how)
    expect(await place.reason(`${text} 一`)).toBe(before)
    await set()
    place.says(`${text} 二`, how)
    expect(await place.reason(`${text} 二`)).toBe(after)
  }

/** What the model is told that a call came to, when somebody in this place has it made. */
async function resultOf(place: Place, text: string, call: ToolCalled, from = '30001'): Promise<string> {
  all.model.next({ text: null, toolCalls: [call] })
  const before = all.model.requests.length
  place.says(text, { at: true, from })
  const request = await waitFor('the request with the result', () =>
    all.model.requests.slice(before).find(({ messages }) => messages.some(({ role }) => role === 'tool')),
  )
  return String(request.messages.find(({ role }) => role === 'tool')?.content)
}

interface ToolCalled {
  name: string
  arguments: Record<string, unknown>
}

/** What each colour of tool needs to be called, and what says that it was not allowed. */
const calls = {
  green: { name: 'get_time', arguments: {} },
  yellow: { name: 'qq_poke', arguments: { user_id: '30001' } },
  red: { name: 'qq_mute_all', arguments: { on: true } },
} satisfies Record<string, ToolCalled>
const people = { owner: '30999', trusted: '30998', member: '30001' }

/** One field of the matrix: refused once it says so. */
const matrixRows = (Object.keys(calls) as (keyof typeof calls)[]).flatMap((risk) =>
  (Object.keys(people) as (keyof typeof people)[]).map(
    (role): Row => [
      `toolMatrix.${risk}.${role}`,
      'deny',
      async (place, set) => {
        if (risk === 'red' && role === 'member') await place.set('toolMatrix.red.member', 'allow')
        if (risk === 'red' && role === 'trusted') await place.set('toolMatrix.red.trusted', 'allow')
        expect(await resultOf(place, '用一下', calls[risk], people[role])).not.toContain('权限不足')
        await set()
        expect(await resultOf(place, '再用一下', calls[risk], people[role])).toContain('权限不足')
      },
    ],
  ),
)

/** Says a line to the bot with these pictures; resolves with how many the model is shown. */
async function shownTo(place: Place, text: string, ...colours: string[]): Promise<number> {
  const images = colours.map((colour) => ({
    type: 'image',
    data: { file: colour, url: pictures.url(colour) },
  }))
  all.qq.groupMessage(place.id, '30001', [
    { type: 'at', data: { qq: '10001' } },
    { type: 'text', data: { text } },
    ...images,
  ])
  const { messages } = await place.request(text)
  return JSON.stringify(messages).match(/data:image/g)?.length ?? 0
}

const system = ({ messages }: { messages: readonly { content: unknown }[] }) => String(messages[0]?.content)

const rows: Row[] = [
  [
    'model',
    'demo/xiaoxing',
    async (place, set) => {
      await set()
      place.says('你好呀', { at: true })
      expect((await place.replies(1))[0]?.text).not.toBe('好')
    },
  ],
  [
    'fallbacks',
    ['local/second'],
    async (place, set) => {
      await place.set('model', 'gone/model')
      await set()
      place.says('备用 fallbacks', { at: true })
      expect((await place.request('备用 fallbacks')).model).toBe('second')
    },
  ],
  [
    'pictures.look',
    'off',
    async (place, set) => {
      expect(await shownTo(place, '看图 一', 'red')).toBe(1)
      await set()
      expect(await shownTo(place, '看图 二', 'green')).toBe(0)
    },
  ],
  [
    'pictures.recent',
    0,
    async (place, set) => {
      expect(await shownTo(place, '最近 一', 'red')).toBe(1)
      expect(await shownTo(place, '最近 二')).toBe(1)
      await set()
      expect(await shownTo(place, '最近 三')).toBe(0)
    },
  ],
  [
    'pictures.most',
    1,
    async (place, set) => {
      expect(await shownTo(place, '几张 一', 'red', 'green')).toBe(2)
      await set()
      expect(await shownTo(place, '几张 二', 'green', 'blue')).toBe(1)
    },
  ],
  [
    'pictures.keepLonger',
    true,
    async (place, set) => {
      await set()
      await shownTo(place, '久一点', 'red')
      const chatId = await place.chatId()
      await waitFor('the memory', () =>
        all.bot.topics.pictures.chats.some((one) => one.chatId === chatId && one.keptLonger),
      )
    },
  ],
  [
    'character',
    1,
    async (place, set) => {
      await set()
      place.says('你是谁 character', { at: true })
      expect(system(await place.request('你是谁 character'))).toMatch(/^你是一只猫。[\s\S]*你叫「猫猫」/)
    },
  ],
  ['allowed', false, decides('mention', 'chat-blocked', { at: true })],
  [
    'prompt',
    '这里只谈摄影。',
    async (place, set) => {
      await set()
      place.says('谈谈 prompt', { at: true })
      expect(system(await place.request('谈谈 prompt'))).toContain('这里只谈摄影。')
    },
  ],
  [
    'temperature',
    1.3,
    async (place, set) => {
      await set()
      place.says('说说 temperature', { at: true })
      expect((await place.request('说说 temperature')).body.temperature).toBe(1.3)
    },
  ],
  [
    'maxOutputTokens',
    77,
    async (place, set) => {
      await set()
      place.says('说说 output', { at: true })
      expect(JSON.stringify((await place.request('说说 output')).body)).toMatch(
        /"max_(completion_)?tokens":77/,
      )
    },
  ],
  [
    'tools',
    false,
    async (place, set) => {
      place.says('用工具 一', { at: true })
      expect((await place.request('用工具 一')).body.tools).toBeDefined()
      await set()
      place.says('用工具 二', { at: true })
      expect((await place.request('用工具 二')).body.tools).toBeUndefined()
    },
  ],
  [
    'toolRounds',
    1,
    async (place, set) => {
      await set()
      all.model.next({ text: null, toolCalls: [calls.green] })
      place.says('查一查 rounds', { at: true })
      await place.replies(1)
      // The one round is over: the answer is asked for without tools.
      expect((await place.request('查一查 rounds')).body.tools).toBeUndefined()
    },
  ],
  ...matrixRows,
  ['triggers.mention', false, decides('mention', 'mention-off', { at: true })],
  ['triggers.nicknames', ['小杏'], decides('not-addressed', 'nickname', { text: '小杏你好' })],
  ['triggers.keywords', ['天气'], decides('not-addressed', 'keyword', { text: '天气不错' })],
  ['triggers.patterns', ['^(谁|哪位)'], decides('not-addressed', 'pattern', { text: '谁在' })],
  ['triggers.prefixes', ['问：'], decides('not-addressed', 'prefix', { text: '问：几点' })],
  ['triggers.probability', 100, decides('not-addressed', 'probability')],
  ['triggers.bareCommands', true, decides('not-addressed', 'command', { text: '#帮助' })],
  ['triggers.ignoredUsers', ['30001'], decides('mention', 'user-ignored-here', { at: true })],
  ['triggers.quietHours', ['00:00-00:00'], decides('mention', 'quiet-hours', { at: true })],
  [
    'triggers.quietMentions',
    true,
    async (place, set) => {
      await place.set('triggers.quietHours', ['00:00-00:00'])
      await decides('quiet-hours', 'mention', { at: true })(place, set)
    },
  ],
  ['triggers.cooldownSeconds', 600, decides('mention', 'chat-cooldown', { at: true })],
  ['triggers.personCooldownSeconds', 600, decides('mention', 'person-cooldown', { at: true })],
  ['rateLimit.perMinute', 1, decides('mention', 'rate-limit', { at: true })],
  [
    'triggers.loopGuard',
    1,
    async (place, set) => {
      await set()
      for (const [index, text] of ['甲', '乙'].entries()) {
        place.says(text, { at: true })
        await place.replies(index + 1)
        await waitFor('the turn to end', () =>
          Object.values(all.bot.topics.turns).every(({ endedAt }) => endedAt !== null),
        )
      }
      place.says('丙', { at: true })
      expect(await place.reason('丙')).toBe('loop-guard')
    },
  ],
  [
    'triggers.replyToBot',
    false,
    async (place, set) => {
      all.qq.answer('send_group_msg', () => ({ data: { message_id: 4_000_000 + places } }))
      place.says('先回我', { at: true })
      await place.replies(1)
      const sent = await waitFor('the sent id', async () =>
        (await place.messages()).find(({ platformId, from }) => from === 'bot' && platformId !== null),
      )
      const quoting = (text: string): Said => [
        { type: 'reply', data: { id: sent.platformId ?? '' } },
        { type: 'text', data: { text } },
      ]
      place.says(quoting('真的 一'))
      expect(await place.reason('真的 一')).toBe('reply-to-bot')
      await set()
      place.says(quoting('真的 二'))
      expect(await place.reason('真的 二')).toBe('reply-off')
    },
  ],
  [
    'triggers.poke',
    true,
    async (place, set) => {
      await set()
      all.qq.pokeBot(place.id, '30001')
      expect(await place.reason('[戳了戳你]')).toBe('poke')
    },
  ],
  [
    'merge.seconds',
    0.3,
    async (place, set) => {
      await place.set('merge.maxSeconds', 10)
      await set()
      place.says('merge 一', { at: true })
      place.says('merge 二')
      await place.replies(1)
      expect((await place.request('merge 二')).text).toMatch(/merge 一[\s\S]*merge 二/)
      expect(await place.reason('merge 二')).toBe('follow-up')
    },
  ],
  [
    'merge.maxSeconds',
    0.3,
    async (place, set) => {
      await place.set('merge.seconds', 60)
      await set()
      place.says('不用等一分钟', { at: true })
      await place.replies(1)
    },
  ],
  [
    'merge.maxMessages',
    2,
    async (place, set) => {
      await place.set('merge', { seconds: 60, maxSeconds: 60 })
      await set()
      place.says('攒 一', { at: true })
      place.says('攒 二', { at: true })
      await place.replies(1)
    },
  ],
  [
    'merge.scope',
    'chat',
    async (place, set) => {
      await place.set('merge', { seconds: 0.3, maxSeconds: 10 })
      await set()
      place.says('scope 一', { at: true, from: '30001' })
      place.says('scope 二', { from: '30002' })
      expect(await place.reason('scope 二')).toBe('follow-up')
    },
  ],
  [
    'merge.follow',
    false,
    async (place, set) => {
      await place.set('merge', { seconds: 0.3, maxSeconds: 10 })
      await set()
      place.says('follow 一', { at: true })
      place.says('follow 二')
      expect(await place.reason('follow 二')).toBe('not-addressed')
    },
  ],
  [
    'merge.mediaSeconds',
    60,
    async (place, set) => {
      await place.set('merge', { seconds: 0.1, maxSeconds: 60 })
      await set()
      all.qq.groupMessage(place.id, '30001', [
        { type: 'at', data: { qq: '10001' } },
        { type: 'image', data: { url: 'http://127.0.0.1:9/a.png' } },
      ])
      const chatId = await place.chatId()
      const turn = await waitFor('the window', () =>
        Object.values(all.bot.topics.turns).find((one) => one.chatId === chatId && one.mergeUntil !== null),
      )
      expect((turn.mergeUntil ?? 0) - turn.receivedAt).toBeGreaterThan(50_000)
      place.says('这是什么花')
      expect((await place.request('这是什么花')).text).toContain('[图片]')
    },
  ],
  [
    'queueMode',
    'all',
    async (place, set) => {
      await set()
      place.says('慢慢来 一', { at: true })
      place.says('慢慢来 二', { at: true })
      await waitFor('both to run', () => all.bot.topics.load.running === 2)
      await place.replies(2)
    },
  ],
  [
    'whileRunning',
    'restart',
    async (place, set) => {
      await set()
      place.says('慢慢来 先问', { at: true })
      await place.request('慢慢来 先问')
      place.says('不对，是后问', { at: true })
      expect((await place.request('不对，是后问')).text).toMatch(/先问[\s\S]*后问/)
      expect(await place.replies(1)).toHaveLength(1)
    },
  ],
  [
    'pace.seconds',
    30,
    async (place, set) => {
      await set()
      place.says('写长的 pace', { at: true })
      await place.set('reply.maxCharacters', 100)
      place.says('写长的 pace', { at: true })
      await waitFor('sending to wait', () =>
        Object.values(all.bot.topics.turns).some(
          ({ endedAt, steps }) => endedAt === null && steps.at(-1)?.stage === 'sending',
        ),
      )
      for (const { id, endedAt } of Object.values(all.bot.topics.turns))
        if (endedAt === null) await all.bot.call('turns.stop', { id })
    },
  ],
  [
    'history.messages',
    1,
    async (place, set) => {
      for (const [index, text] of ['旧一', '旧二'].entries()) {
        place.says(text, { at: true })
        await place.replies(index + 1)
      }
      await set()
      place.says('只看这句', { at: true })
      expect(JSON.stringify((await place.request('只看这句')).messages)).not.toContain('旧一')
    },
  ],
  [
    'history.tokens',
    200,
    async (place, set) => {
      place.says(`旧的${'很多话。'.repeat(200)}`, { at: true })
      await place.replies(1)
      await set()
      place.says('新的问题', { at: true })
      expect(JSON.stringify((await place.request('新的问题')).messages)).not.toContain('很多话')
    },
  ],
  [
    'history.skippedReply',
    '已跳过此信息',
    async (place, set) => {
      place.says('闲话 skipped')
      await set()
      place.says('问 skipped', { at: true })
      const roles = (await place.request('问 skipped')).messages.map(({ role }) => role)
      expect(roles).toEqual(['system', 'user', 'assistant', 'user'])
    },
  ],
  [
    'history.summary',
    true,
    async (place, set) => {
      await place.set('history.messages', 1)
      place.says('要记住的事 summary', { at: true })
      await place.replies(1)
      await set()
      place.says('后来的事', { at: true })
      await place.replies(2)
      const summary = await waitFor('the summary', async () =>
        all.bot.call('chats.summary', { chatId: await place.chatId() }),
      )
      expect(summary).toMatchObject({ text: '好', by: 'model' })
      place.says('再后来的事', { at: true })
      expect(system(await place.request('再后来的事'))).toContain('此前聊天的摘要')
    },
  ],
  [
    'history.summaryModel',
    'demo/xiaoxing',
    async (place, set) => {
      await place.set('history', { messages: 1, summary: true })
      await set()
      for (const [index, text] of ['记住 一', '记住 二'].entries()) {
        place.says(text, { at: true })
        await place.replies(index + 1)
      }
      const summary = await waitFor('the summary', async () =>
        all.bot.call('chats.summary', { chatId: await place.chatId() }),
      )
      expect(summary.text).not.toBe('好')
    },
  ],
  [
    'speakers',
    'numbers',
    async (place, set) => {
      await set()
      place.says('我是几号', { at: true })
      const { text } = await place.request('我是几号')
      expect(text).toMatch(/^\{"id":"用户\d","text":"我是几号"\}/)
    },
  ],
  [
    'reply.quote',
    false,
    async (place, set) => {
      place.says('引用 一', { at: true })
      expect((await place.replies(1))[0]?.segments[0]?.type).toBe('reply')
      await set()
      place.says('引用 二', { at: true })
      expect((await place.replies(2))[1]?.segments[0]?.type).toBe('text')
    },
  ],
  [
    'reply.mention',
    true,
    async (place, set) => {
      await set()
      place.says('叫我', { at: true })
      expect((await place.replies(1))[0]?.segments).toContainEqual({ type: 'at', data: { qq: '30001' } })
    },
  ],
  [
    'reply.early',
    true,
    async (place, set) => {
      await place.set('reply.bubbles', 'paragraphs')
      await set()
      let release: () => void = () => undefined
      const hold = new Promise<void>((resolve) => {
        release = resolve
      })
      all.model.next({
        text: '第一段话在这里。\n\n第二段话在这里。',
        pieces: 3,
        holdPiece: { index: 2, until: hold },
      })
      place.says('边想边说', { at: true })
      expect((await place.replies(1)).map(({ text }) => text)).toEqual(['第一段话在这里。'])
      release()
      expect((await place.replies(2))[1]?.text).toBe('第二段话在这里。')
    },
  ],
  [
    'reply.bubbles',
    'paragraphs',
    async (place, set) => {
      await place.set('reply.typing', 0)
      await set()
      place.says('分段 bubbles', { at: true })
      expect((await place.replies(2)).map(({ text }) => text)).toEqual([
        '第一段话在这里。',
        '第二段话在这里。',
      ])
    },
  ],
  [
    'reply.typing',
    5,
    async (place, set) => {
      await place.set('reply', { bubbles: 'paragraphs', typing: 0 })
      await set()
      place.says('分段 typing', { at: true })
      const sent = await waitFor('both bubbles', async () => {
        const bubbles = (await place.messages()).filter(
          ({ from, delivery }) => from === 'bot' && delivery === 'sent',
        )
        return bubbles.length === 2 && bubbles
      })
      // Eight characters at five a second.
      expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThan(1000)
    },
  ],
  [
    'reply.maxCharacters',
    200,
    async (place, set) => {
      await set()
      place.says('写长的 max', { at: true })
      for (const { text } of await place.replies(3)) expect(text.length).toBeLessThanOrEqual(200)
    },
  ],
  [
    'reply.maxParts',
    1,
    async (place, set) => {
      await place.set('reply.maxCharacters', 200)
      await set()
      place.says('写长的 parts', { at: true })
      expect((await place.replies(1))[0]?.text).toContain('太长了')
    },
  ],
  [
    'reply.forwardFrom',
    100,
    async (place, set) => {
      await set()
      place.says('写长的 forward', { at: true })
      const forward = await waitFor('the forward', () => all.qq.forwards.find(({ id }) => id === place.id))
      expect(forward.texts.join('')).toBe('很长的一段话。'.repeat(60))
    },
  ],
  [
    'reply.markdown',
    false,
    async (place, set) => {
      place.says('加粗 一', { at: true })
      expect((await place.replies(1))[0]?.text).toBe('要紧的事')
      await set()
      place.says('加粗 二', { at: true })
      expect((await place.replies(2))[1]?.text).toBe('**要紧**的事')
    },
  ],
  [
    'reply.working',
    true,
    async (place, set) => {
      await set()
      const asked = place.says('慢慢来 working', { at: true })
      const mine = () => all.qq.reactions.filter(({ messageId }) => messageId === String(asked))
      await waitFor('the reaction', () => mine().length > 0)
      await place.replies(1)
      await waitFor('it to be taken away', () => mine().length === 2)
    },
  ],
  [
    'apology',
    '哎呀，出错啦。',
    async (place, set) => {
      await set()
      place.says('太忙 apology', { at: true })
      expect((await place.replies(1))[0]?.text).toBe('哎呀，出错啦。')
    },
  ],
  [
    'apologies.busy',
    '排队的人太多啦。',
    async (place, set) => {
      await set()
      place.says('太忙 busy', { at: true })
      expect((await place.replies(1))[0]?.text).toBe('排队的人太多啦。')
    },
  ],
  [
    'apologies.unavailable',
    '今天歇业。',
    async (place, set) => {
      await set()
      place.says('没钱 unavailable', { at: true })
      expect((await place.replies(1))[0]?.text).toBe('今天歇业。')
    },
  ],
]

/** The same, in private. */
const privateRows: Row[] = [
  ['triggers.private', false, decides('private', 'private-off')],
  [
    'merge.privateSeconds',
    0.3,
    async (place, set) => {
      await place.set('merge.maxSeconds', 10)
      await set()
      place.says('私聊 一')
      place.says('私聊 二')
      expect((await place.request('私聊 二')).text).toMatch(/私聊 一[\s\S]*私聊 二/)
    },
  ],
]

/** What a journey would have to wait too long for; its effect has its own test. */
const testedElsewhere = ['apologies.slow']

describe('a setting changed in the panel holds from the next message on', () => {
  it.each(rows)('%s', async (path, value, shows) => {
    const place = new Place()
    await place.chatId()
    await shows(place, () => place.set(path, value))
  })

  it.each(privateRows)('%s', async (path, value, shows) => {
    const place = new Place('private')
    await place.chatId()
    await shows(place, () => place.set(path, value))
  })
})

it('goes for every setting there is', () => {
  const tested = [...rows, ...privateRows].map(([path]) => path)
  expect([...tested, ...testedElsewhere].sort()).toEqual(leavesOf(ChatSettings.parse({})).sort())
})

function leavesOf(value: z.infer<typeof ChatSettings>): string[] {
  const walk = (at: object, path: string): string[] =>
    Object.entries(at).flatMap(([key, item]) => {
      const here = path === '' ? key : `${path}.${key}`
      return typeof item === 'object' && item !== null && !Array.isArray(item) ? walk(item, here) : [here]
    })
  return walk(value, '')
}
