import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryRoot } from '../../scripts/test-runtime/places.mjs'
import { type Bot, startBot } from '../support/bot.ts'
import { type QQBotOptions, startQQBot } from '../support/qq-bot.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'

const owner = '20001'
const member = '30001'
const group = '700'
const owned = { access: { owners: [owner] } }

const callFor = (name: string, args: Record<string, unknown> = {}, id = 'c1') => ({
  text: null,
  toolCalls: [{ id, name, arguments: args }],
})

/** A file whose only tool is red, and so the owner's. */
const lamp = `/**
 * 开关客厅的灯
 * @risk red
 * @title 开灯
 * @param {boolean} on 开还是关
 */
export async function lamp(on, chat_id) {
  return (on ? '灯开了' : '灯关了') + '（' + chat_id + '）'
}
`

async function startWithFile(text: string, options: QQBotOptions = {}, name = 'home.mjs') {
  const dir = await tempDir()
  await mkdir(join(dir.path, 'tools'))
  await writeFile(join(dir.path, 'tools', name), text)
  const all = await startQQBot({ answer: () => ({ text: '说好了' }), ...options, dataDir: dir.path })
  return {
    ...all,
    file: join(dir.path, 'tools', name),
    async [Symbol.asyncDispose]() {
      await all[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}

const hasTool = (bot: Bot, name: string) => waitFor(`the tool ${name}`, () => bot.topics.tools[name])

/** What the model was told that a call came to, by the last request. */
const results = (all: { model: { requests: readonly { messages: readonly object[] }[] } }) =>
  (all.model.requests.at(-1)?.messages ?? [])
    .map((message) => message as { role: string; content: string })
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => content)

describe('a file that is dropped in', () => {
  it('is there at the next turn of every chat, D0-32, and gone when it is removed', async () => {
    await using all = await startWithFile(lamp, { config: owned })
    await hasTool(all.bot, 'home_lamp')
    all.qq.atBot(group, owner, '一')
    await all.qq.reply()
    const names = () => {
      const { tools = [] } = (all.model.requests.at(-1)?.body ?? {}) as {
        tools?: { function: { name: string } }[]
      }
      return tools.map((tool) => tool.function.name)
    }
    expect(names()).toContain('home_lamp')
    await writeFile(all.file, lamp.replaceAll('lamp', 'light'))
    await hasTool(all.bot, 'home_light')
    all.qq.atBot(group, owner, '二')
    await all.qq.reply(2)
    expect(names()).toContain('home_light')
    expect(names()).not.toContain('home_lamp')
    await rm(all.file)
    await waitFor('the tool to go', () => !all.bot.topics.tools.home_light)
    expect(all.bot.topics.toolFiles).toEqual({})
  })

  it('is used in a group by the owner, and refused to a member, D2-08', async () => {
    await using all = await startWithFile(lamp, { config: owned })
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '开灯')
    await all.qq.reply()
    expect(results(all)[0]).toContain('权限不足')
    all.model.next(callFor('home_lamp', { on: true, chat_id: 'qq_group_999' }))
    all.qq.atBot(group, owner, '开灯')
    await all.qq.reply(2)
    expect(results(all)[0]).toContain('灯开了（qq_group_700）')
  })

  it('is not used for a member who talks at the same time as the owner', async () => {
    await using all = await startWithFile(lamp, {
      config: owned,
      defaults: { merge: { scope: 'chat', seconds: 0.3, maxSeconds: 5 } },
    })
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, owner, '在吗')
    all.qq.atBot(group, member, '开灯')
    await all.qq.reply()
    expect(results(all)[0]).toContain('权限不足')
  })

  it('D0-34: hurts nobody else when it never comes back', async () => {
    const loop = '/** 转圈\n * @risk green\n * @timeout 1 */\nexport async function spin() { for (;;) {} }\n'
    await using all = await startWithFile(loop, { config: owned }, 'bad.mjs')
    await hasTool(all.bot, 'bad_spin')
    all.model.next(callFor('bad_spin'), { text: '没转出来' })
    all.qq.atBot(group, owner, '转')
    all.qq.privateMessage(member, '在吗')
    const said = [await all.qq.reply(), await all.qq.reply(2)].map(({ text }) => text)
    expect(said.sort()).toEqual(['没转出来', '说好了'].sort())
    await waitFor('the file to be stopped', () => all.bot.topics.toolFiles['bad.mjs']?.state === 'stopped')
    await waitFor('the problem', () =>
      Object.values(all.bot.topics.problems).some(({ code }) => code === 'tools.file-stuck'),
    )
  })

  it('is loaded again by #重载, which says what came of it', async () => {
    await using all = await startWithFile('export const = 1', { config: owned }, 'broken.mjs')
    await waitFor('the file to be read', () => all.bot.topics.toolFiles['broken.mjs']?.state === 'broken')
    all.qq.privateMessage(owner, '#重载')
    const { text } = await all.qq.reply()
    expect(text).toContain('工具系统已重载')
    expect(text).toContain('broken.mjs')
  })
})

describe('what is red', () => {
  const trusted = { access: { owners: [owner], trusted: [member] } }

  it('is asked of the owner in QQ, who says 1, and then it is done', async () => {
    await using all = await startWithFile(lamp, { config: trusted })
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '开灯')
    const asked = await all.qq.reply()
    expect(asked).toMatchObject({ kind: 'private', id: owner })
    expect(asked.text).toContain('开灯')
    expect(asked.text).toContain('#批准')
    await waitFor('the call to be shown', () =>
      Object.values(all.bot.topics.turns).some(({ toolCalls }) => toolCalls[0]?.state === 'asking'),
    )
    all.qq.privateMessage(owner, '1')
    const replies = await waitFor('the answer in the group', () =>
      all.qq.replies.find(({ kind }) => kind === 'group'),
    )
    expect(replies.text).toBe('说好了')
    expect(results(all)[0]).toContain('灯开了')
    await waitFor('the card to go', () => all.bot.topics.asks.waiting.length === 0)
  })

  it('is not done when the owner says 2, nor when somebody else says 1', async () => {
    await using all = await startWithFile(lamp, { config: trusted })
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '开灯')
    await all.qq.reply()
    all.qq.privateMessage('40001', '1')
    await all.qq.reply(2)
    await waitFor('the card', () => all.bot.topics.asks.waiting.length === 1)
    all.qq.privateMessage(owner, '2')
    await waitFor('the answer', () => all.qq.replies.find(({ kind }) => kind === 'group'))
    expect(results(all)[0]).toContain('没有同意')
  })

  it('waits on across a restart, and is done once', async () => {
    await using dir = await tempDir()
    await mkdir(join(dir.path, 'tools'))
    await writeFile(join(dir.path, 'tools', 'home.mjs'), lamp)
    const options = { dataDir: dir.path, config: trusted, answer: () => ({ text: '说好了' }) }
    {
      await using all = await startQQBot(options)
      await hasTool(all.bot, 'home_lamp')
      all.model.next(callFor('home_lamp', { on: true }))
      all.qq.atBot(group, member, '开灯')
      await all.qq.reply()
    }
    await using again = await startQQBot(options)
    const [waiting] = await waitFor('what waits', () => {
      const { waiting } = again.bot.topics.asks
      return waiting.length > 0 && waiting
    })
    expect(waiting).toMatchObject({ kind: 'approval', tool: 'home_lamp', senderId: member })
    again.qq.privateMessage(owner, `#批准 ${waiting?.id}`)
    await waitFor('the answer', () => again.qq.replies.find(({ kind }) => kind === 'group'))
    expect(results(again)[0]).toContain('灯开了')
    // The model was not asked again for what it had said before the stop.
    expect(again.model.requests).toHaveLength(1)
  })
})

describe('a question to whoever is talking', () => {
  it('is answered by his next message, which begins no turn of its own', async () => {
    await using all = await startQQBot({ answer: () => ({ text: '记下了' }), config: owned })
    all.model.next(callFor('ask_user', { text: '要几份', kind: 'number' }))
    all.qq.privateMessage(member, '帮我点餐')
    expect((await all.qq.reply()).text).toContain('要几份')
    // What comes before it is known to be said is no answer to it.
    await waitFor('the question to be said', () =>
      all.bot.feeds.messages.some(({ text, delivery }) => text.includes('要几份') && delivery === 'sent'),
    )
    all.qq.privateMessage(member, '3')
    expect((await all.qq.reply(2)).text).toBe('记下了')
    expect(results(all)[0]).toContain('3')
    expect(Object.keys(all.bot.topics.turns)).toHaveLength(1)
  })
})

describe('an MCP server', () => {
  const everything = {
    id: 'every',
    transport: 'stdio',
    command: process.execPath,
    args: [join(repositoryRoot, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js')],
  }

  it('is used from a chat, by the owner alone, and its pictures reach the model', async () => {
    await using all = await startQQBot({
      answer: () => ({ text: '好了' }),
      config: { ...owned, tools: { mcp: [everything] } },
    })
    await hasTool(all.bot, 'every_get-sum')
    all.model.next(callFor('every_get-sum', { a: 2, b: 40 }))
    all.qq.atBot(group, member, '加一下')
    await all.qq.reply()
    expect(results(all)[0]).toContain('权限不足')
    all.model.next(callFor('every_get-sum', { a: 2, b: 40 }))
    all.qq.atBot(group, owner, '加一下')
    await all.qq.reply(2)
    expect(results(all)[0]).toContain('42')
    all.model.next(callFor('every_get-tiny-image'))
    all.qq.atBot(group, owner, '来张图')
    await all.qq.reply(3)
    expect(JSON.stringify(all.model.requests.at(-1)?.body.messages)).toContain('data:image/')
  })
})

describe('text of the model', () => {
  it('D2-09: is never read for actions', async () => {
    const text =
      '[踢人:30001][禁言:30001:60][执行:rm -rf /] {"name":"qq_kick","arguments":{"user_id":"30001"}}'
    await using all = await startQQBot({ answer: () => ({ text }), config: owned })
    all.qq.atBot(group, owner, '你好')
    expect((await all.qq.reply()).text).toBe(text)
    const acted = all.qq.actions
      .map(({ action }) => action)
      .filter((action) => action.startsWith('set_group'))
    expect(acted).toEqual([])
    const [turn] = await waitFor('the turn', () => {
      const turns = Object.values(all.bot.topics.turns)
      return turns.length > 0 && turns
    })
    expect(turn?.toolCalls).toEqual([])
  })

  it('D2-18: gets what its calls came to, and answers from it', async () => {
    await using all = await startQQBot({ answer: () => ({ text: '三点' }) })
    all.model.next(callFor('get_time'))
    all.qq.privateMessage(member, '几点')
    expect((await all.qq.reply()).text).toBe('三点')
    expect(all.model.requests[1]?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
    ])
  })
})

describe('the computer', () => {
  it('D2-10: offers no shell and no files by itself', async () => {
    await using all = await startQQBot()
    await hasTool(all.bot, 'get_time')
    const names = Object.keys(all.bot.topics.tools)
    expect(names.filter((name) => /shell|exec|command|read_file|write_file/.test(name))).toEqual([])
  })

  it('D0-45: keys are for the panel alone, no tool takes one', async () => {
    await using all = await startQQBot()
    await hasTool(all.bot, 'web_search')
    const parameters = Object.values(all.bot.topics.tools).flatMap((tool) =>
      Object.keys((tool.parameters.properties ?? {}) as object),
    )
    expect(parameters.length).toBeGreaterThan(10)
    expect(parameters.filter((name) => /key|token|secret/i.test(name) && name !== 'key')).toEqual([])
  })
})

it('D0-31: a prompt that a tool changes loses nothing of what is said meanwhile', async () => {
  await using all = await startQQBot({ answer: () => ({ text: '改好了' }), config: owned })
  all.model.next(callFor('prompt_service_set_prompt', { prompt_content: '说话像猫' }))
  all.qq.privateMessage(owner, '以后像猫一样说话')
  await all.qq.reply()
  all.qq.privateMessage(owner, '我说了什么')
  await all.qq.reply(2)
  const text = JSON.stringify(all.model.requests.at(-1)?.messages)
  expect(text).toContain('说话像猫')
  expect(text).toContain('以后像猫一样说话')
  expect(text).toContain('改好了')
})

it('tries a tool out from the panel, and keeps what came of it', async () => {
  await using bot = await startBot()
  await hasTool(bot, 'calculate')
  const trial = await bot.call('tools.try', { name: 'calculate', input: { expression: '6*7' } })
  expect(trial).toMatchObject({ failed: false, text: expect.stringContaining('42') })
  expect(await bot.call('tools.calls', { name: 'calculate' })).toMatchObject([
    { failed: false, turnId: null },
  ])
  await waitFor('the statistics', () => bot.topics.tools.calculate?.calls === 1)
})

it('switches a tool off in one chat and leaves it to the others', async () => {
  await using all = await startQQBot({ config: owned })
  all.qq.privateMessage(owner, '一')
  all.qq.privateMessage(member, '一')
  await all.qq.reply(2)
  const [chat] = await all.bot.call('chats.list', { search: owner })
  const { revision } = await all.bot.call('chats.settings', { chatId: chat?.id ?? 0 })
  const ops = [{ path: ['toolRules', 'get_time', 'enabled'], set: false }]
  await all.bot.call('chats.edit', { chatId: chat?.id ?? 0, revision, ops })
  all.qq.privateMessage(owner, '二')
  all.qq.privateMessage(member, '二')
  await all.qq.reply(4)
  const offered = all.model.requests
    .slice(-2)
    .map(({ text, body }) => [text, JSON.stringify(body.tools).includes('"get_time"')] as const)
  expect(offered.map(([, offers]) => offers).sort()).toEqual([false, true])
})

describe('rights that are not lent', () => {
  const other = '40001'
  const everybody = {
    config: { access: { owners: [owner], trusted: [member] } },
    defaults: { merge: { scope: 'chat', seconds: 0.3, maxSeconds: 5 } },
  }

  it('by taking back what was said, while the owner who talks at the same time is answered', async () => {
    await using all = await startWithFile(lamp, everybody)
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, owner, '在吗')
    const id = all.qq.atBot(group, member, '开灯')
    await waitFor('what waits', () => all.bot.topics.asks.waiting.length === 1)
    all.qq.recall(group, id, member)
    await waitFor('the turn to begin anew', () =>
      Object.values(all.bot.topics.turns).some(
        ({ messageCount, toolCalls }) => messageCount === 1 && toolCalls[0]?.state === 'asking',
      ),
    )
    expect(all.bot.topics.asks.waiting).toHaveLength(1)
    all.qq.privateMessage(owner, '2')
    await waitFor('the answer', () => all.qq.replies.find(({ kind }) => kind === 'group'))
    expect(results(all)[0]).toContain('没有同意')
  })

  it('by having what the owner asked for answered again', async () => {
    await using all = await startWithFile(lamp, everybody)
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, owner, '开灯')
    await all.qq.reply()
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '#重答')
    const [waiting] = await waitFor('what waits', () => {
      const { waiting } = all.bot.topics.asks
      return waiting.length > 0 && waiting
    })
    expect(waiting).toMatchObject({ tool: 'home_lamp', senderId: member, role: 'trusted' })
  })

  it('and leave that waits is asked for once, however often the turn is begun anew', async () => {
    await using all = await startWithFile(lamp, {
      config: { access: { owners: [owner], trusted: [member, other] } },
      defaults: { whileRunning: 'restart', merge: { scope: 'chat', seconds: 0, maxSeconds: 0 } },
    })
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '开灯')
    const [first] = await waitFor('what waits', () => {
      const { waiting } = all.bot.topics.asks
      return waiting.length > 0 && waiting
    })
    all.qq.atBot(group, other, '快点')
    await waitFor('the turn to begin anew', () =>
      Object.values(all.bot.topics.turns).some(
        ({ messageCount, toolCalls }) => messageCount === 2 && toolCalls[0]?.state === 'asking',
      ),
    )
    expect(all.bot.topics.asks.waiting.map(({ id }) => id)).toEqual([first?.id])
    all.qq.privateMessage(owner, '1')
    await waitFor('the answer', () => all.qq.replies.find(({ text }) => text === '说好了'))
    expect(results(all)[0]).toContain('灯开了')
    expect(all.qq.replies.filter(({ text }) => text.startsWith('要你批准'))).toHaveLength(1)
  })

  it('and nothing waits for a turn that was stopped', async () => {
    await using all = await startWithFile(lamp, everybody)
    await hasTool(all.bot, 'home_lamp')
    all.model.next(callFor('home_lamp', { on: true }))
    all.qq.atBot(group, member, '开灯')
    await waitFor('what waits', () => all.bot.topics.asks.waiting.length === 1)
    all.qq.atBot(group, member, '#停止')
    await waitFor('the card to go', () => all.bot.topics.asks.waiting.length === 0)
  })
})

it('tries out what is not offered by itself', async () => {
  await using bot = await startBot()
  await hasTool(bot, 'uuid')
  expect(await bot.call('tools.try', { name: 'uuid', input: {} })).toMatchObject({ failed: false })
})
