import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { FakeOneBot } from '../support/fake-onebot.ts'
import { refusal, startFakeOpenAI } from '../support/fake-openai.ts'
import { qqConfig, startQQBot } from '../support/qq-bot.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'

/**
 * What AI_chat got wrong and this must not. Defects that a part can show by itself have their test there, under the
 * same name.
 */

const says = (text: string) => () => ({ text })

/** Waits until so many turns are over, and returns them in the order in which they began. */
function turns(bot: Bot, count: number) {
  return waitFor(`${count} turns to end`, () => {
    const all = Object.values(bot.topics.turns)
    return all.length >= count && all.every(({ outcome }) => outcome) && all.sort((a, b) => a.id - b.id)
  })
}

describe('what was said', () => {
  it('D0-01 is still known after a quit in the middle of many chats', async () => {
    await using dir = await tempDir()
    const dataDir = dir.path
    const people = Array.from({ length: 20 }, (_, index) => `${30_001 + index}`)
    {
      await using all = await startQQBot({
        dataDir,
        answer: (text) => (text.includes('还有') ? { stall: 'before-first-token' } : { text: '记住了' }),
      })
      for (const person of people) all.qq.privateMessage(person, `我是 ${person} 号`)
      await all.qq.reply(people.length)
      for (const person of people) all.qq.privateMessage(person, '还有一句')
      await waitFor('all of them to be taken', () => {
        const taken = all.bot.feeds.messages.filter(({ text, turnId }) => text === '还有一句' && turnId)
        return new Set(taken.map(({ id }) => id)).size === people.length
      })
    }
    await using all = await startQQBot({ dataDir, answer: says('好') })
    await all.qq.reply(people.length)
    await turns(all.bot, people.length)
    all.model.reset()
    for (const [index, person] of people.entries()) {
      all.qq.privateMessage(person, '我是谁', { message_id: 500_000 + index })
      const request = await all.model.request(index)
      expect(JSON.stringify(request.messages)).toContain(`我是 ${person} 号`)
    }
  })

  it('D0-31 while an answer is made and its prompt is edited is not lost', async () => {
    const { promise: hold, resolve: release } = Promise.withResolvers<void>()
    await using all = await startQQBot({
      answer: (text) => ({ text: '好', ...(text.includes('先问') && { hold }) }),
    })
    all.qq.atBot('20001', '30001', '先问')
    await all.model.request(0)
    const { id: chatId } = await waitFor('the chat', () => Object.values(all.bot.topics.chats)[0])
    all.qq.groupMessage('20001', '30002', '改之前说的')
    const { revision } = await all.bot.call('chats.settings', { chatId })
    await all.bot.call('chats.edit', { chatId, revision, ops: [{ path: ['prompt'], set: '你是海盗' }] })
    all.qq.groupMessage('20001', '30002', '改之后说的')
    release()
    await all.qq.reply()
    all.qq.atBot('20001', '30001', '再问')
    await all.qq.reply(2)
    const request = JSON.stringify(all.model.requests[1]?.messages)
    for (const text of ['你是海盗', '先问', '改之前说的', '改之后说的']) expect(request).toContain(text)
  })

  it('D0-47 is in no log, however much is logged, and neither is a key', async () => {
    await using all = await startQQBot({
      answer: says('只说给你听的回答'),
      config: { logs: { level: 'debug' } },
    })
    all.qq.privateMessage('30001', '不能让别人知道的话')
    all.qq.groupMessage('20001', '30002', '群里的悄悄话')
    await all.qq.reply()
    await turns(all.bot, 1)
    await all.bot.stop()
    const folder = join(all.bot.dataDir, 'logs')
    const files = await readdir(folder)
    expect(files.length).toBeGreaterThan(0)
    const logged = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    expect(logged.join('')).toContain('收到 user30001 的消息')
    expect(logged.join('')).not.toMatch(/不能让别人|悄悄话|只说给你听|Bearer k/)
  })
})

describe('what a model answers', () => {
  it.each([
    ['an empty text', { text: '' }],
    ['no text at all', { text: null }],
    [
      'no choice',
      { body: `data: ${JSON.stringify({ id: 'x', choices: [], usage: null })}\n\ndata: [DONE]\n\n` },
    ],
    [
      'an object of its own',
      { body: `data: ${JSON.stringify({ id: 'x', choices: [{ message: {} }] })}\n\ndata: [DONE]\n\n` },
    ],
  ])('D0-08 is never sent as it came over the wire: %s', async (_what, answer) => {
    await using all = await startQQBot({ answer: () => answer, defaults: { apology: '' } })
    all.qq.privateMessage('30001', '在吗')
    const [turn] = await turns(all.bot, 1)
    expect(turn?.problem?.message).toBeTruthy()
    expect(all.qq.replies).toEqual([])
  })

  it('D0-09 is silence when it is all thinking, and the panel says why', async () => {
    await using all = await startQQBot({ answer: says('<think>他问在不在</think>[思考]那就不说了[/思考]') })
    all.qq.privateMessage('30001', '在吗')
    const [turn] = await turns(all.bot, 1)
    expect(turn).toMatchObject({ outcome: 'silent', problem: { code: 'turn.empty' } })
    expect(all.qq.replies).toEqual([])
  })

  it('D0-07 may come after several rounds of tools', async () => {
    await using all = await startQQBot({ answer: says('三点了') })
    const look = { text: null, toolCalls: [{ name: 'get_time', arguments: {} }] }
    all.model.next(look, { ...look, text: '再看一眼' })
    all.qq.privateMessage('30001', '几点了')
    expect((await all.qq.reply()).text).toBe('三点了')
    expect(all.model.requests[2]?.messages.filter(({ role }) => role === 'tool')).toHaveLength(2)
  })

  it('D0-12 waits for a connection that was lost, and goes out once when it is back', async () => {
    const { promise: hold, resolve: release } = Promise.withResolvers<void>()
    await using all = await startQQBot({ answer: () => ({ text: '久等了', hold }) })
    all.qq.privateMessage('30001', '在吗')
    await all.model.request(0)
    all.qq.drop()
    await waitFor('the loss to be noticed', () => all.bot.topics.accounts.alt?.state !== 'connected')
    release()
    expect((await all.qq.reply()).text).toBe('久等了')
    expect((await turns(all.bot, 1))[0]?.outcome).toBe('replied')
    expect(all.qq.replies).toHaveLength(1)
  })

  it('D0-12 that QQ refuses is a failure with its reason, at the message and in the panel', async () => {
    await using all = await startQQBot({ answer: says('好') })
    all.qq.answer('send_private_msg', { status: 'failed', retcode: 100, wording: '发送失败，消息被风控' })
    all.qq.privateMessage('30001', '在吗')
    const [turn] = await turns(all.bot, 1)
    const problem = { detail: expect.stringContaining('风控') }
    expect(turn).toMatchObject({ outcome: 'failed', problem })
    const [row] = await all.bot.call('chats.messages', { chatId: turn?.chatId ?? 0, limit: 1 })
    expect(row).toMatchObject({ delivery: 'failed', problem })
  })
})

describe('a model that fails', () => {
  it('D0-19 leaves nothing behind that would keep others out', async () => {
    await using all = await startQQBot({
      answer: (text) => (text.includes('坏') ? refusal(500, 'broken') : { text: '好' }),
      config: { inbox: { maxTurns: 1, laneLength: 3 } },
    })
    for (const person of ['30001', '30002', '30003', '30004']) all.qq.privateMessage(person, '坏的')
    await turns(all.bot, 4)
    await waitFor('nothing to run', () => all.bot.topics.load.running === 0)
    all.qq.privateMessage('30001', '好的')
    await waitFor('the answer', () => all.qq.replies.some(({ text }) => text === '好'))
    expect(all.model.stats.running).toBe(0)
  })

  it.each(['wait', 'all'])('D0-20 is told to whoever asked, with %s', async (queueMode) => {
    await using all = await startQQBot({
      answer: () => refusal(500, 'broken'),
      defaults: { queueMode, apology: '没听清。' },
    })
    all.qq.privateMessage('30001', '一')
    all.qq.privateMessage('30001', '二')
    await all.qq.reply(2)
    expect(all.qq.replies.map(({ text }) => text)).toEqual(['没听清。', '没听清。'])
  })

  it('D0-20 is told as well when there was nothing to ask', async () => {
    await using all = await startQQBot({ defaults: { model: 'gone/model', apology: '没听清。' } })
    all.qq.privateMessage('30001', '在吗')
    expect((await all.qq.reply()).text).toBe('没听清。')
  })

  it('D0-38 says what is wrong: in the panel exactly, in the chat by its kind', async () => {
    await using all = await startQQBot({
      answer: (text) => (text.includes('忙') ? refusal(429, 'slow down') : refusal(402, 'no balance')),
      defaults: { apologies: { busy: '排队的人太多。', unavailable: '今天歇业。' } },
    })
    all.qq.privateMessage('30001', '忙吗')
    expect((await all.qq.reply()).text).toBe('排队的人太多。')
    all.qq.privateMessage('30001', '在吗')
    expect((await all.qq.reply(2)).text).toBe('今天歇业。')
    const problems = (await turns(all.bot, 2)).map(({ problem }) => problem)
    expect(problems.map((problem) => problem?.code)).toEqual(['model.rate-limit', 'model.balance'])
    for (const problem of problems)
      expect(problem).toMatchObject({ message: /./, hint: /./, detail: /HTTP 4/ })
  })
})

describe('several', () => {
  it('D0-21 models in one chat have each what it can do, from the next message on', async () => {
    const model = await startFakeOpenAI({ models: ['plain', 'skilled'], answer: { text: '好' } })
    const models = [
      { name: 'plain', tools: false },
      { name: 'skilled', tools: true },
    ]
    const config = {
      providers: [{ id: 'a', kind: 'openai-compatible', baseUrl: model.baseUrl, models }],
      defaults: { model: 'a/skilled', merge: { maxSeconds: 0 }, pace: { seconds: 0 } },
    }
    await using bot = await startBot({ config })
    const chat = bot.sandbox()
    const toolsAfter = async (text: string) => {
      await chat.says(text)
      await chat.reply()
      return model.requests.at(-1)?.body.tools
    }
    expect(await toolsAfter('一')).toBeDefined()
    await chat.says('#模型更换 a/plain')
    expect(await chat.reply()).toBe('模型已更换为: a/plain')
    expect(await toolsAfter('二')).toBeUndefined()
    await chat.says('#模型更换 skilled')
    await chat.reply()
    expect(await toolsAfter('三')).toBeDefined()
    expect(model.requests.map((request) => request.model)).toEqual(['skilled', 'plain', 'skilled'])
    await model.close()
  })

  it('D0-22 services are asked by name, however busy one of them is', async () => {
    await using busy = await startFakeOpenAI({ answer: { text: '忙的', firstTokenDelay: 30 } })
    await using idle = await startFakeOpenAI({ answer: { text: '闲的' } })
    const provider = (id: string, { baseUrl }: { baseUrl: string }) => ({
      ...{ id, kind: 'openai-compatible', baseUrl, maxConcurrent: 1, models: [{ name: 'bench-model' }] },
    })
    await using bot = await startBot({
      config: {
        providers: [provider('idle', idle), provider('busy', busy)],
        defaults: {
          model: 'busy/bench-model',
          merge: { maxSeconds: 0 },
          pace: { seconds: 0 },
          queueMode: 'all',
        },
      },
    })
    const chat = bot.sandbox()
    for (const text of ['一', '二', '三']) await chat.says(text)
    for (let count = 0; count < 3; count++) expect(await chat.reply()).toBe('忙的')
    expect(idle.requests).toEqual([])
    expect(busy.stats.maxRunning).toBe(1)
  })

  it('D0-23 accounts answer each for itself: what one heard, the other does not say', async () => {
    await using model = await startFakeOpenAI({ answer: { text: '在' } })
    const [one, two] = [new FakeOneBot({ selfId: '10001' }), new FakeOneBot({ selfId: '10002' })]
    for (const qq of [one, two]) await qq.listen()
    const account = (id: string, { url }: FakeOneBot) => ({ id, kind: 'onebot11', mode: 'client', url })
    const config = qqConfig(model, account('one', one), {
      config: { accounts: [account('one', one), account('two', two)] },
    })
    {
      await using bot = await startBot({ config })
      await waitFor('both connections', () =>
        Object.values(bot.topics.accounts).every(({ state }) => state === 'connected'),
      )
      one.atBot('20001', '30001', '在吗')
      await one.reply()
      two.privateMessage('30002', '在吗')
      await two.reply()
      await turns(bot, 2)
      expect(one.replies.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['group 20001'])
      expect(two.replies.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['private 30002'])
    }
    for (const qq of [one, two]) await qq.stop()
  })
})
