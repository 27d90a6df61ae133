import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { refusal, startFakeOpenAI } from '../support/fake-openai.ts'
import { qqConfig, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

/** Whatever is wrong, 试聊 still answers: the rest keeps running. */
async function expectRunning(bot: Bot): Promise<void> {
  const chat = bot.sandbox()
  await chat.says('还在吗')
  expect(await chat.reply()).toContain('还在吗')
}

/** The sentence is in the panel and in the log. */
async function expectSaid(bot: Bot, key: string): Promise<string> {
  const problem = await waitFor(`the problem ${key}`, () => bot.topics.problems[key])
  expect(problem.message).not.toBe('')
  expect(problem.hint).not.toBe('')
  const { lines } = await waitFor('the line in the log', async () => {
    const page = await bot.call('logs.query', { text: problem.message.slice(0, 20) })
    return page.lines.length > 0 && page
  })
  expect(lines[0]?.level).toMatch(/error|warn/)
  return `${problem.message}。${problem.hint}`
}

async function tempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'apricot-bad-'))
}

it('D0-46 a config.json that is not JSON: says where, runs on defaults, and keeps the broken file', async () => {
  const broken = '{\n  "accounts": [],\n  "defaults": { "model": \n}'
  await using bot = await startBot({ config: broken })
  expect(await expectSaid(bot, 'config')).toMatch(/JSON.*第 4 行/s)
  await expectRunning(bot)
  expect(await readFile(join(bot.dataDir, 'config.json'), 'utf8')).toBe(broken)
})

it('wrong types and unknown fields: names each, uses the rest', async () => {
  await using bot = await startBot({
    config: { botName: 42, colour: 'red', defaults: { apology: '抱歉', history: { tokens: 'many' } } },
  })
  const said = await expectSaid(bot, 'config')
  for (const name of ['botName', 'colour', 'history.tokens']) expect(said).toContain(name)
  expect(bot.topics.config.config).toMatchObject({ botName: '小杏', defaults: { apology: '抱歉' } })
  await expectRunning(bot)
})

it('D0-46 a file mended by hand while running is read at once', async () => {
  await using bot = await startBot({ config: '{ broken' })
  await expectSaid(bot, 'config')
  await writeFile(join(bot.dataDir, 'config.json'), JSON.stringify({ botName: '阿杏' }))
  await waitFor('the new name', () => bot.topics.config.config.botName === '阿杏')
  expect(bot.topics.problems.config).toBeUndefined()
})

it('a file broken by hand while running leaves the last good one running', async () => {
  await using bot = await startBot({ config: { botName: '阿杏' } })
  await writeFile(join(bot.dataDir, 'config.json'), '{ "botName": ')
  expect(await expectSaid(bot, 'config')).toContain('JSON')
  expect(bot.topics.config.config.botName).toBe('阿杏')
})

it('D0-47 a key typed into config.json moves out of it', async () => {
  await using all = await startQQBot()
  const text = await readFile(join(all.bot.dataDir, 'config.json'), 'utf8')
  expect(JSON.parse(text).providers[0].apiKey).toEqual({ $secret: 'providers/local/apiKey' })
  expect(all.bot.topics.config.secrets['providers/local/apiKey']).toBe('set')
  all.qq.privateMessage('30001', '在吗')
  await all.qq.reply()
  expect(all.model.requests[0]?.headers.authorization).toBe('Bearer k')
})

it('a port in use: says which, and the other account goes on', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await using all = await startQQBot({
    config: {
      accounts: [
        { id: 'busy', kind: 'onebot11', mode: 'server', port, accessToken: 't' },
        { id: 'free', kind: 'onebot11', mode: 'server', port: 0, accessToken: 't' },
      ],
    },
    connectTo: 'free',
    server: true,
    answer: () => ({ text: '在' }),
  })
  const account = await waitFor('the state', () => all.bot.topics.accounts.busy)
  expect(account.state).toBe('failed')
  expect(`${account.problem?.message}${account.problem?.hint}`).toContain(String(port))
  all.qq.privateMessage('30001', '在吗')
  expect((await all.qq.reply()).text).toBe('在')
  taken.close()
})

it('a provider address without /v1, a refused key and a model that vanished: each says what to do', async () => {
  const model = await startFakeOpenAI({ apiKey: 'right' })
  const provider = (id: string, fields: object) => ({
    ...{
      id,
      kind: 'openai-compatible',
      baseUrl: model.baseUrl,
      apiKey: 'right',
      models: [{ name: 'bench-model' }],
    },
    ...fields,
  })
  await using bot = await startBot({
    config: {
      providers: [
        provider('short', { baseUrl: model.baseUrl.replace('/v1', '') }),
        provider('locked', { apiKey: 'wrong' }),
        provider('gone', { models: [{ name: 'no-such-model' }] }),
      ],
    },
  })
  const test = async (name: string) => (await bot.call('models.test', { model: name })).problem
  expect(await test('short/bench-model')).toMatchObject({ hint: expect.stringContaining('/v1') })
  expect(await test('locked/bench-model')).toMatchObject({
    code: 'model.auth',
    hint: expect.stringMatching(/Key|Key/),
  })
  expect(await test('gone/no-such-model')).toMatchObject({ code: 'model.not-found' })
  await expectRunning(bot)
  await model.close()
})

it('a default model that is not there any more: the turn says so, the chat gets the apology', async () => {
  await using bot = await startBot({ config: { defaults: { model: 'local/gone', pace: { seconds: 0 } } } })
  const chat = bot.sandbox()
  await chat.says('在吗')
  expect(await chat.reply()).toContain('走神')
  const turn = await waitFor('the turn', () => Object.values(bot.topics.turns).find(({ outcome }) => outcome))
  expect(turn.problem).toMatchObject({ code: 'model.unknown' })
})

it('D0-39 an error of the endpoint with a key in it leaks into nothing', async () => {
  await using all = await startQQBot({
    answer: () => refusal(401, 'Incorrect API key provided: sk-verysecret123456'),
  })
  all.qq.privateMessage('30001', '在吗')
  await all.qq.reply()
  await waitFor('the turn', () => Object.values(all.bot.topics.turns).find(({ outcome }) => outcome))
  const { lines } = await waitFor('the log', async () => {
    const page = await all.bot.call('logs.query', { levels: ['error'] })
    return page.lines.length > 0 && page
  })
  const everything = JSON.stringify([lines, all.bot.topics, all.bot.feeds, all.qq.replies])
  expect(everything).not.toContain('verysecret')
})

it('a database of a newer version: is left alone, the panel says so, nothing is answered unasked', async () => {
  const dataDir = await tempFolder()
  const database = new Sqlite(join(dataDir, 'apricot.db'))
  database.pragma('user_version = 9999')
  database.close()
  await using bot = await startBot({ dataDir })
  expect(await expectSaid(bot, 'database')).toContain('新')
  expect(bot.topics.app.paused).toBe(true)
  const check = new Sqlite(join(dataDir, 'apricot.db'))
  expect(check.pragma('user_version', { simple: true })).toBe(9999)
  check.close()
  await bot.stop()
  await rm(dataDir, { recursive: true, force: true })
})

it('a database that is none: says so and runs in memory', async () => {
  const dataDir = await tempFolder()
  await writeFile(join(dataDir, 'apricot.db'), 'this is not a database, '.repeat(200))
  await using bot = await startBot({ dataDir })
  expect(await expectSaid(bot, 'database')).toContain('坏')
  await bot.call('app.pause', { paused: false })
  await expectRunning(bot)
  await bot.stop()
  await rm(dataDir, { recursive: true, force: true })
})

it('a second host on the same folder is told where the first one is', async () => {
  await using bot = await startBot()
  bot.agent.announcePanel('http://127.0.0.1:7788/')
  await expect(startBot({ dataDir: bot.dataDir })).rejects.toMatchObject({
    problem: { code: 'data.locked', message: expect.stringContaining('http://127.0.0.1:7788/') },
  })
  await expectRunning(bot)
})

it('the configuration of the documentation works as it is', async () => {
  const model = await startFakeOpenAI({ models: ['qwen-vl'] })
  const config = qqConfig(model, {
    id: 'main',
    kind: 'onebot11',
    enabled: true,
    mode: 'server',
    host: '127.0.0.1',
    port: 0,
    accessToken: 't',
  })
  await using bot = await startBot({ config })
  expect(bot.topics.problems).toEqual({})
  expect(bot.agent.listening()).toEqual([
    { id: 'main', listen: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/) },
  ])
  await model.close()
})
