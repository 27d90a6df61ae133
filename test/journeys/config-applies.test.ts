import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Config } from '../../src/shared/config.ts'
import { type QQBot, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

/**
 * Every setting of the configuration that is not a chat's, changed in the panel while the bot runs: the next message
 * is treated by the new value. A new setting without a row here fails the last test.
 */

let all: QQBot
let places = 0

beforeAll(async () => {
  all = await startQQBot({
    answer: (text) => (text.includes('慢慢来') ? { text: '慢', firstTokenDelay: 300 } : { text: '好' }),
    config: { access: { owners: ['30999'] } },
  })
})
afterAll(() => all[Symbol.asyncDispose]())

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
  await set(path, path === 'access.owners' ? ['30999'] : initial)
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
    'logs.level',
    'debug',
    async (path, value) => {
      await set(path, value)
      all.qq.groupMessage(numberOf(), '30001', '闲话')
      await waitFor('the line', () => all.bot.feeds.logs.some(({ level }) => level === 'debug'))
    },
  ],
]

/** Not about messages, or only about the next start or file; each has its own test. */
const testedElsewhere = [
  'inbox.resumeMinutes',
  'inbox.idleMinutes',
  'logs.keepFiles',
  'logs.maxFileMegabytes',
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
