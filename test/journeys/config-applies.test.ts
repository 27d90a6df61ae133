import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Config } from '../../src/shared/config.ts'
import { type PictureServer, plainPicture, startPictureServer } from '../support/picture-server.ts'
import { type QQBot, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

/**
 * Every setting of the configuration that is not a chat's, changed in the panel while the bot runs: the next message
 * is treated by the new value. A new setting without a row here fails the last test.
 */

let all: QQBot
let pictures: PictureServer
let places = 0

const price = { input: 1, cached: 1, output: 1 }
const free = { input: 0, cached: 0, output: 0 }
/** Every answer of the dear model costs 1 yuan. */
const usage = { prompt_tokens: 500_000, completion_tokens: 500_000 }

beforeAll(async () => {
  pictures = await startPictureServer()
  all = await startQQBot({
    answer: (text) => {
      if (text.includes('慢慢来')) return { text: '慢', firstTokenDelay: 300 }
      return { text: '好', ...(text.includes('花一元') && { usage }) }
    },
    models: [
      { name: 'bench-model', vision: true, tools: true, contextTokens: 32_768, price },
      { name: 'cheap', vision: true, tools: true, contextTokens: 32_768, price: free },
      { name: 'blind', vision: false, tools: true, contextTokens: 32_768, price: free },
    ],
    config: { access: { owners: ['30999'] }, budget: { day: 0 } },
  })
})
afterAll(async () => {
  await all[Symbol.asyncDispose]()
  await pictures[Symbol.asyncDispose]()
})

const numberOf = () => String(60_000 + ++places)

async function set(path: string, value: unknown): Promise<void> {
  const ops = [{ path: path.split('.'), set: value as never }]
  // A command may have changed something a moment ago: the panel then tries again with the newer revision.
  await waitFor(`${path} to be saved`, async () => {
    const { revision } = all.bot.topics.config
    return (await all.bot.reply('config.edit', { revision, ops })).ok
  })
}

/** Puts a setting back, so that the next row begins as this one did. */
async function reset(path: string): Promise<void> {
  const initial = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], Config.parse({}))
  await set(path, path === 'access.owners' ? ['30999'] : path === 'budget.day' ? 0 : initial)
}

async function chatOf(kind: 'group' | 'private', id: string) {
  const key = `qq_${kind}_${id}`
  return waitFor('the chat', () => Object.values(all.bot.topics.chats).find((row) => row.key === key))
}

/** Why the newest message with this text was taken or not. */
async function reasonIn(kind: 'group' | 'private', id: string, text: string): Promise<string | null> {
  const chat = await chatOf(kind, id)
  return waitFor(`the decision about ${text}`, async () => {
    const messages = await all.bot.call('chats.messages', { chatId: chat.id, limit: 50 })
    return messages.find((one) => one.from === 'user' && one.text.includes(text))?.reason
  })
}

const repliesIn = (id: string, count: number) =>
  waitFor(`reply ${count} in ${id}`, () => {
    const here = all.qq.replies.filter((reply) => reply.id === id)
    return here.length >= count && here
  })

/** Said before, then the setting is changed, then said again. */
const decides =
  (
    before: string,
    after: string,
    { from = '30001', fields = {} }: { from?: string; fields?: Record<string, unknown> } = {},
  ) =>
  async (path: string, value: unknown) => {
    const group = numberOf()
    all.qq.atBot(group, from, '在吗 一', fields)
    expect(await reasonIn('group', group, '在吗 一')).toBe(before)
    await set(path, value)
    all.qq.atBot(group, from, '在吗 二', fields)
    expect(await reasonIn('group', group, '在吗 二')).toBe(after)
  }

/** What a command answers in a new group before and after the change. */
const commands =
  (command: string, before: RegExp, after: RegExp, { from = '30001', role = 'member' } = {}) =>
  async (path: string, value: unknown) => {
    const group = numberOf()
    const fields = { sender: { user_id: Number(from), nickname: '小明', card: '', role } }
    all.qq.atBot(group, from, command, fields)
    expect((await repliesIn(group, 1))[0]?.text).toMatch(before)
    await set(path, value)
    all.qq.atBot(group, from, command, fields)
    expect((await repliesIn(group, 2))[1]?.text).toMatch(after)
  }

/** Says something with a picture of a colour nobody has seen; resolves with what it is to the bot. */
async function withPicture(text: string, side = 64): Promise<{ group: string; colour: string }> {
  const colour = `#${(0x100000 + ++places * 4099).toString(16)}`
  pictures.set(colour.slice(1), { body: await plainPicture(colour, side) })
  const group = numberOf()
  all.qq.groupMessage(group, '30001', [
    { type: 'at', data: { qq: '10001' } },
    { type: 'text', data: { text } },
    { type: 'image', data: { file: 'a', url: pictures.url(colour.slice(1)) } },
  ])
  await repliesIn(group, 1)
  return { group, colour }
}

/** How many pictures the last request had. */
const shown = () => JSON.stringify(all.model.requests.at(-1)?.messages).match(/data:image/g)?.length ?? 0
const allow = () => set('images.allowHosts', [new URL(pictures.url('')).host])

/** Spends one yuan in a new group, then says something there and in another, as the same person and another. */
const spends =
  (reasons: { here: string; elsewhere: string; other: string }) => async (path: string, value: unknown) => {
    const [here, elsewhere] = [numberOf(), numberOf()]
    const person = `3${here}`
    // Whatever was spent before counts as well: limits are set from there.
    all.qq.atBot(here, person, '花一元')
    await repliesIn(here, 1)
    const spent = await waitFor('the costs', () => all.bot.topics.usage.cost)
    await set(path, path === 'budget.day' ? spent : value)
    all.qq.atBot(here, `8${here}`, '别人')
    expect(await reasonIn('group', here, '别人')).toBe(reasons.here)
    all.qq.atBot(elsewhere, person, '换个群')
    expect(await reasonIn('group', elsewhere, '换个群')).toBe(reasons.elsewhere)
    all.qq.atBot(elsewhere, `8${here}`, '换个群换个人')
    expect(await reasonIn('group', elsewhere, '换个群换个人')).toBe(reasons.other)
  }

const system = (index: number) => String(all.model.requests.at(index)?.messages[0]?.content)

type Row = [path: string, value: unknown, shows: (path: string, value: unknown) => Promise<void>]

const rows: Row[] = [
  [
    'botName',
    '小桃',
    async (path, value) => {
      await set(path, value)
      const group = numberOf()
      all.qq.atBot(group, '30001', '你叫什么')
      await repliesIn(group, 1)
      expect(system(-1)).toContain('你叫「小桃」')
    },
  ],
  [
    'corePrompt',
    '你只说古文。',
    async (path, value) => {
      await set(path, value)
      const group = numberOf()
      all.qq.atBot(group, '30001', '说话')
      await repliesIn(group, 1)
      expect(system(-1)).toMatch(/^你只说古文。/)
    },
  ],
  [
    'inbox.staleSeconds',
    10,
    decides('mention', 'stale', { fields: { time: Math.floor(Date.now() / 1000) - 60 } }),
  ],
  ['inbox.ignoredUsers', ['30001'], decides('mention', 'ignored-user')],
  [
    'inbox.laneLength',
    1,
    async (path, value) => {
      await set(path, value)
      const group = numberOf()
      for (const text of ['慢慢来 一', '慢慢来 二', '慢慢来 三']) all.qq.atBot(group, '30001', text)
      expect(await reasonIn('group', group, '慢慢来 三')).toBe('lane-full')
      await repliesIn(group, 2)
    },
  ],
  [
    'inbox.overflow',
    'old',
    async (path, value) => {
      await set('inbox.laneLength', 1)
      await set(path, value)
      const group = numberOf()
      for (const text of ['慢慢来 一', '慢慢来 二', '慢慢来 三']) all.qq.atBot(group, '30001', text)
      expect(await reasonIn('group', group, '慢慢来 三')).toBe('mention')
      await repliesIn(group, 2)
      await reset('inbox.laneLength')
    },
  ],
  [
    'inbox.maxTurns',
    1,
    async (path, value) => {
      await set(path, value)
      const groups = [numberOf(), numberOf()]
      for (const group of groups) all.qq.atBot(group, '30001', '慢慢来')
      await waitFor(
        'one to wait',
        () => all.bot.topics.load.queued === 1 && all.bot.topics.load.running === 1,
      )
      for (const group of groups) await repliesIn(group, 1)
    },
  ],
  ['access.blocked', ['30001'], decides('mention', 'user-blocked')],
  ['access.onlyUsers', ['30002'], decides('mention', 'user-not-allowed')],
  ['access.newGroups', 'ask', decides('mention', 'chat-pending')],
  ['access.ignoreBots', false, decides('bot-account', 'mention', { from: '3889000001' })],
  ['access.owners', ['30001'], commands('#重载', /权限不足/, /工具系统已重载/)],
  ['access.trusted', ['30001'], commands('#静音', /权限不足/, /静音/)],
  ['access.groupAdmins', 'member', commands('#静音', /没有静音|静音/, /权限不足/, { role: 'admin' })],
  ['commands', { 状态: { role: 'owner' } }, commands('#状态', /模型/, /权限不足/)],
  ['budget.day', 1, spends({ here: 'budget', elsewhere: 'budget', other: 'budget' })],
  ['budget.chat', 1, spends({ here: 'budget', elsewhere: 'mention', other: 'mention' })],
  ['budget.person', 1, spends({ here: 'mention', elsewhere: 'budget', other: 'mention' })],
  [
    'budget.at100',
    'cheap',
    async (path, value) => {
      await set(path, value)
      await set('slots.cheap', ['local/cheap'])
      await set('budget.chat', 1)
      const group = numberOf()
      for (const [index, text] of ['花一元', '再说一句'].entries()) {
        all.qq.atBot(group, '30001', text)
        await repliesIn(group, index + 1)
      }
      expect(all.model.requests.slice(-2).map(({ model }) => model)).toEqual(['bench-model', 'cheap'])
      await reset('budget.chat')
      await reset('slots.cheap')
    },
  ],
  [
    'budget.at80',
    'cheap',
    async (path, value) => {
      await set(path, value)
      await set('slots.cheap', ['local/cheap'])
      await set('budget.chat', 1.1)
      const group = numberOf()
      for (const [index, text] of ['花一元', '再说一句'].entries()) {
        all.qq.atBot(group, '30001', text)
        await repliesIn(group, index + 1)
      }
      expect(all.model.requests.at(-1)?.model).toBe('cheap')
      await reset('budget.chat')
      await reset('slots.cheap')
    },
  ],
  [
    'slots.cheap',
    ['local/cheap'],
    async (path, value) => {
      await set('budget', { day: 0, chat: 1, at100: 'cheap' })
      await set(path, value)
      const group = numberOf()
      for (const [index, text] of ['花一元', '再说一句'].entries()) {
        all.qq.atBot(group, '30001', text)
        await repliesIn(group, index + 1)
      }
      expect(all.model.requests.at(-1)?.model).toBe('cheap')
      await set('budget', { day: 0 })
    },
  ],
  [
    'slots.vision',
    ['local/cheap'],
    async (path, value) => {
      await allow()
      await set('defaults.model', 'local/blind')
      await withPicture('看看 一')
      const before = all.model.requests.length
      await set(path, value)
      await withPicture('看看 二')
      expect(all.model.requests.slice(before).map(({ model }) => model)).toEqual(['cheap', 'blind'])
      await set('defaults.model', 'local/bench-model')
      await reset('images.allowHosts')
    },
  ],
  [
    'images.allowHosts',
    [],
    async () => {
      await withPicture('私网 一')
      expect(shown()).toBe(0)
      await allow()
      await withPicture('私网 二')
      expect(shown()).toBe(1)
    },
  ],
  [
    'images.maxMegabytes',
    0.1,
    async (path, value) => {
      await allow()
      await set(path, value)
      pictures.set('large', { body: Buffer.alloc(200_000, 0xff) })
      const group = numberOf()
      all.qq.groupMessage(group, '30001', [
        { type: 'at', data: { qq: '10001' } },
        { type: 'image', data: { file: 'a', url: pictures.url('large') } },
      ])
      await repliesIn(group, 1)
      const failed = await waitFor('the failure', () =>
        all.bot.topics.pictures.jobs.find(({ problem }) => problem?.code === 'picture.too-large'),
      )
      expect(failed.problem?.message).toMatch(/0.1/)
      await reset('images.allowHosts')
    },
  ],
  [
    'images.maxSide',
    256,
    async (path, value) => {
      await allow()
      await set(path, value)
      await withPicture('多大', 1000)
      expect(shown()).toBe(1)
      const { pictures: stored } = await all.bot.call('pictures.list', { limit: 1 })
      expect(stored[0]).toMatchObject({ width: 256, height: 256 })
      await reset('images.allowHosts')
    },
  ],
  [
    'images.prefetch',
    false,
    async (path, value) => {
      await allow()
      await set(path, value)
      pictures.set('later', { body: await plainPicture('#0a0b0c') })
      const group = numberOf()
      const later = { type: 'image', data: { file: 'a', url: pictures.url('later') } }
      all.qq.groupMessage(group, '30001', [{ type: 'text', data: { text: '路过' } }, later])
      all.qq.atBot(group, '30001', '在吗')
      await repliesIn(group, 1)
      expect(pictures.asked).not.toContain('later')
      await reset('images.allowHosts')
    },
  ],
  [
    'access.newPrivates',
    'ask',
    async (path, value) => {
      await set(path, value)
      const person = numberOf()
      all.qq.privateMessage(person, '在吗')
      expect(await reasonIn('private', person, '在吗')).toBe('chat-pending')
    },
  ],
  [
    'access.privateSelf',
    false,
    async (path, value) => {
      const person = numberOf()
      all.qq.privateMessage(person, '#设定提示词 像猫')
      expect((await repliesIn(person, 1))[0]?.text).toContain('专属提示词已设置')
      await set(path, value)
      all.qq.privateMessage(person, '#设定提示词 像狗')
      expect((await repliesIn(person, 2))[1]?.text).toMatch(/权限不足/)
    },
  ],
  [
    'tools.askSeconds',
    10,
    async (path, value) => {
      await set(path, value)
      await set('defaults.toolRules', { get_time: { member: 'ask' } })
      all.model.next({ text: null, toolCalls: [{ name: 'get_time', arguments: {} }] })
      all.qq.privateMessage(numberOf(), '几点 ask')
      const [waiting] = await waitFor('the question', () => {
        const list = all.bot.topics.asks.waiting
        return list.length > 0 && list
      })
      expect((waiting?.until ?? 0) - (waiting?.askedAt ?? 0)).toBe(10_000)
      await all.bot.call('asks.decide', { id: waiting?.id ?? '', decision: 'deny' })
      await set('defaults.toolRules', {})
    },
  ],
  [
    'tools.resultCharacters',
    500,
    async (path, value) => {
      await set(path, value)
      expect((await triedRandom()).text).toContain('这里是前')
    },
  ],
  [
    'tools.timeoutSeconds',
    7,
    async (path, value) => {
      await set(path, value)
      await waitFor('the tool to be shown with it', () => all.bot.topics.tools.hash?.timeoutSeconds === 7)
    },
  ],
  [
    'logs.level',
    'debug',
    async (path, value) => {
      await set(path, value)
      all.qq.groupMessage(numberOf(), '30001', '闲话')
      await waitFor('the line', () => all.bot.feeds.logs.some(({ level }) => level === 'debug'))
    },
  ],
]

/** A result of some thousand characters. */
function triedRandom() {
  const list = Array.from({ length: 100 }, (_, index) => `第 ${index} 个`.padEnd(40, '很长'))
  return all.bot.call('tools.try', { name: 'random', input: { kind: 'shuffle', items: list } })
}

/** Not about messages, or only about the next start or file; each has its own test. */
const testedElsewhere = [
  'inbox.resumeMinutes',
  'inbox.idleMinutes',
  'logs.keepFiles',
  'logs.maxFileMegabytes',
  'images.timeoutSeconds',
  'images.downloads',
  'images.workers',
  'images.diskMegabytes',
  'images.cache.seconds',
  'images.cache.perChat',
  'images.cache.longSeconds',
  'images.cache.longPerChat',
  'slots.summary',
  'tools.allowHosts',
  'tools.fileMemoryMegabytes',
  'tools.search.backend',
  'tools.search.results',
]

describe('a setting of the configuration holds from the next message on', () => {
  it.each(rows)('%s', async (path, value, shows) => {
    await shows(path, value)
    await reset(path)
  })
})

it('goes for every setting there is', () => {
  const tested = [...rows.map(([path]) => path), ...testedElsewhere]
  expect(tested.sort()).toEqual([...titled(z.toJSONSchema(Config) as Node), 'commands'].sort())
})

interface Node {
  title?: string
  properties?: Record<string, Node>
}

/** Paths of what carries a title, without what chats have too. */
function titled(node: Node, path = ''): string[] {
  if (node.title !== undefined) return [path]
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    path === '' && name === 'defaults' ? [] : titled(child, path === '' ? name : `${path}.${name}`),
  )
}
