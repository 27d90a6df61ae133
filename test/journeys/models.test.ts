import { describe, expect, it } from 'vitest'
import { refusal } from '../support/fake-openai.ts'
import { type QQBot, type QQBotOptions, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

const price = { input: 2, cached: 0.2, output: 4 }
const models = [
  { name: 'bench-model', contextTokens: 32_768, price },
  { name: 'second', contextTokens: 32_768, price },
  { name: 'cheap', contextTokens: 32_768, price: { input: 0, cached: 0, output: 0 } },
]

const start = (options: QQBotOptions = {}) => startQQBot({ models, ...options })
const askedIn = (all: QQBot) => all.model.requests.map(({ model }) => model)
const turnsOf = (all: QQBot, count: number) =>
  waitFor(`${count} turns to end`, () => {
    const ended = Object.values(all.bot.topics.turns).filter(({ outcome }) => outcome !== null)
    return ended.length >= count && ended.sort((a, b) => a.id - b.id)
  })

describe('when a model fails', () => {
  it('the next one of the chat answers, and the panel tells which and why', async () => {
    await using all = await start({ defaults: { fallbacks: ['local/second'] } })
    all.model.next(refusal(401, 'bad key'))
    all.qq.privateMessage('30001', '在吗')
    expect((await all.qq.reply()).text).toContain('在吗')
    expect(askedIn(all)).toEqual(['bench-model', 'second'])
    const [turn] = await turnsOf(all, 1)
    expect(turn?.model).toBe('local/second')
    expect(turn?.steps.map(({ note }) => note).join()).toContain('换成 local/second')
    const detail = await all.bot.call('turns.get', { id: turn?.id ?? 0 })
    expect(detail?.calls.map(({ model, problem }) => [model, problem?.code])).toEqual([
      ['local/bench-model', 'model.auth'],
      ['local/second', undefined],
    ])
  })

  it('a fall-back that reads less is asked as much as it can read', async () => {
    await using all = await startQQBot({
      models: [
        { name: 'bench-model', contextTokens: 32_768, price },
        { name: 'small', contextTokens: 2048, price },
      ],
      defaults: { fallbacks: ['local/small'], history: { tokens: 20_000 } },
    })
    for (let index = 1; index <= 3; index++) {
      all.qq.privateMessage('30001', `第 ${index} 句${'很长'.repeat(400)}`)
      await all.qq.reply(index)
    }
    all.model.next(refusal(401, 'bad key'))
    all.qq.privateMessage('30001', '最后一句')
    await all.qq.reply(4)
    const [full, small] = all.model.requests.slice(-2).map(({ messages }) => JSON.stringify(messages))
    expect(full).toContain('第 1 句')
    expect(small).not.toContain('第 1 句')
    expect(small).toContain('最后一句')
  })

  it('in the middle of its tools: the next goes on, without what belongs to the first alone', async () => {
    await using all = await start({ defaults: { fallbacks: ['local/second'] } })
    all.model.next(
      { text: null, reasoning: '要看时间', toolCalls: [{ name: 'get_time', arguments: '{}' }] },
      refusal(401, 'bad key'),
    )
    all.qq.privateMessage('30001', '现在几点')
    await all.qq.reply()
    expect(askedIn(all)).toEqual(['bench-model', 'bench-model', 'second'])
    const last = all.model.requests[2]?.messages ?? []
    expect(last.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool'])
    expect(last[2]).not.toHaveProperty('reasoning_content')
  })

  it('half an answer is never repeated: the retry begins it anew', async () => {
    await using all = await start({ config: { providers: [] } })
    await all.bot.call('config.edit', {
      revision: all.bot.topics.config.revision,
      ops: [
        {
          path: ['providers', 'local'],
          set: {
            id: 'local',
            baseUrl: all.model.baseUrl,
            retry: { attempts: 3, delaySeconds: 0 },
            models: [{ name: 'bench-model' }],
          },
        },
      ],
    })
    all.model.next({ text: '前半句后半句', cut: 'mid-stream' }, { text: '前半句后半句' })
    all.qq.privateMessage('30001', '说一句')
    expect((await all.qq.reply()).text).toBe('前半句后半句')
    const [turn] = await turnsOf(all, 1)
    const detail = await all.bot.call('turns.get', { id: turn?.id ?? 0 })
    expect(detail?.calls).toMatchObject([{ attempts: 2, problem: null }])
    expect(all.bot.feeds.stream.some(({ kind }) => kind === 'reset')).toBe(true)
  })

  it('all of them: the failure of the first is told in the panel, with the others named', async () => {
    await using all = await start({
      answer: () => refusal(402, 'insufficient balance'),
      defaults: { fallbacks: ['local/second', 'gone/model'], apology: '没听清。' },
    })
    all.qq.privateMessage('30001', '在吗')
    expect((await all.qq.reply()).text).toBe('没听清。')
    const [turn] = await turnsOf(all, 1)
    expect(turn?.problem).toMatchObject({
      code: 'model.balance',
      hint: expect.stringContaining('local/second'),
    })
  })

  it('again and again: it rests, with a countdown in the panel, and can be woken', async () => {
    await using all = await start({
      answer: () => refusal(500, 'broken'),
      defaults: { apology: '没听清。' },
    })
    for (let count = 1; count <= 6; count++) {
      all.qq.privateMessage('30001', `第 ${count} 次`)
      await all.qq.reply(count)
    }
    expect(all.model.requests).toHaveLength(5)
    const state = () => all.bot.topics.models['local/bench-model']
    await waitFor('the rest', () => state()?.health === 'resting')
    expect(state()?.restsUntil).toBeGreaterThan(Date.now())
    await all.bot.call('models.wake', { model: 'local/bench-model' })
    all.model.next({ text: '好了' })
    all.qq.privateMessage('30001', '第 7 次')
    expect((await all.qq.reply(7)).text).toBe('好了')
  })
})

it('a model switched for one chat while it talks is the one that answers next', async () => {
  await using all = await start({ answer: () => ({ text: '好', firstTokenDelay: 100 }) })
  all.qq.privateMessage('30001', '一')
  await all.model.request(0)
  const { id: chatId } = await waitFor('the chat', () => Object.values(all.bot.topics.chats)[0])
  const { revision } = await all.bot.call('chats.settings', { chatId })
  await all.bot.call('chats.edit', { chatId, revision, ops: [{ path: ['model'], set: 'local/second' }] })
  await all.qq.reply()
  all.qq.privateMessage('30001', '二')
  all.qq.privateMessage('30002', '三')
  await all.qq.reply(3)
  expect(askedIn(all).slice(1).sort()).toEqual(['bench-model', 'second'])
})

describe('money', () => {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 500_000 }

  it('every call is booked by chat, person and purpose, and read off', async () => {
    await using all = await start({ answer: () => ({ text: '好', usage }), config: { budget: { day: 0 } } })
    all.qq.privateMessage('30001', '一')
    await all.qq.reply()
    await waitFor('the costs', () => all.bot.topics.usage.cost === 4)
    const [turn] = await turnsOf(all, 1)
    expect(turn).toMatchObject({ cost: 4, tokens: 1_500_000 })
    const messages = await all.bot.call('chats.messages', { chatId: turn?.chatId ?? 0 })
    expect(messages.find(({ from }) => from === 'bot')?.used).toEqual({
      model: 'local/bench-model',
      tokens: 1_500_000,
      cost: 4,
    })
    const summary = await waitFor('the summary', async () => {
      const now = await all.bot.call('usage.summary', { days: 1 })
      return now.total.calls === 1 && now
    })
    expect(summary.total.cost).toBe(4)
    expect(summary.people).toMatchObject([{ key: '30001', cost: 4 }])
    expect(summary.models).toMatchObject([{ key: 'local/bench-model', cost: 4 }])
    expect(summary.purposes).toMatchObject([{ key: 'chat', cost: 4 }])
  })

  it('at 80 % of the budget the cheap model answers, when that is wanted', async () => {
    await using all = await start({
      answer: () => ({ text: '好', usage }),
      config: { budget: { day: 5, at80: 'cheap', at100: 'cheap' }, slots: { cheap: ['local/cheap'] } },
    })
    all.qq.privateMessage('30001', '一')
    await all.qq.reply()
    await waitFor('the costs', () => all.bot.topics.usage.cost === 4)
    all.qq.privateMessage('30001', '二')
    await all.qq.reply(2)
    expect(askedIn(all)).toEqual(['bench-model', 'cheap'])
  })

  it('a cheap model that does not answer is not replaced by a dear one', async () => {
    await using all = await start({
      answer: () => ({ text: '好', usage }),
      defaults: { apology: '没听清。' },
      config: { budget: { day: 3, at100: 'cheap' }, slots: { cheap: ['local/cheap'] } },
    })
    all.qq.privateMessage('30001', '一')
    await all.qq.reply()
    await waitFor('the costs', () => all.bot.topics.usage.cost === 4)
    all.model.next(refusal(500, 'down'))
    all.qq.privateMessage('30001', '二')
    expect((await all.qq.reply(2)).text).toBe('没听清。')
    expect(askedIn(all)).toEqual(['bench-model', 'cheap'])
  })

  it('when it is spent nobody is answered but the owner, who is told once', async () => {
    await using all = await start({
      answer: () => ({ text: '好', usage }),
      config: { budget: { day: 3, at100: 'stop' }, access: { owners: ['30999'] } },
    })
    all.qq.privateMessage('30001', '一')
    await all.qq.reply()
    const notice = await waitFor('the notice', () => all.qq.replies.find(({ id }) => id === '30999'))
    expect(notice.text).toContain('¥4')
    all.qq.privateMessage('30001', '二')
    await waitFor('the decision', () =>
      all.bot.feeds.messages.some(({ text, reason }) => text === '二' && reason === 'budget'),
    )
    all.qq.privateMessage('30999', '我是主人')
    await waitFor('the answer', () => all.qq.replies.filter(({ id }) => id === '30999').length >= 2)
    expect(askedIn(all)).toHaveLength(2)
  })

  it('says why a vendor’s prompt cache did not serve', async () => {
    const cached = (tokens: number) => ({
      text: '好',
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 10,
        prompt_tokens_details: { cached_tokens: tokens },
      },
    })
    await using all = await start({})
    all.model.next(cached(0), cached(900), cached(0))
    for (const [index, said] of ['一', '二'].entries()) {
      all.qq.privateMessage('30001', said)
      await all.qq.reply(index + 1)
    }
    const { id: chatId } = await waitFor('the chat', () => Object.values(all.bot.topics.chats)[0])
    const { revision } = await all.bot.call('chats.settings', { chatId })
    await all.bot.call('chats.edit', { chatId, revision, ops: [{ path: ['prompt'], set: '你是一只猫。' }] })
    all.qq.privateMessage('30001', '三')
    await all.qq.reply(3)
    const { breaks } = await waitFor('the break', async () => {
      const now = await all.bot.call('usage.chat', { chatId })
      return now.breaks.length > 0 && now
    })
    expect(breaks).toMatchObject([{ reason: '专属提示词改了', lost: expect.any(Number) }])
  })
})

describe('an answer that is said while it is written', () => {
  const early = { reply: { bubbles: 'paragraphs', early: true } }
  const text = '第一段话在这里。\n\n第二段话在这里。'

  it('quotes the question once, and is one answer', async () => {
    await using all = await start({ defaults: early, answer: () => ({ text, pieces: 3 }) })
    all.qq.atBot('20001', '30001', '说两段')
    await all.qq.reply(2)
    expect(all.qq.replies.map((one) => [one.text, one.segments[0]?.type])).toEqual([
      ['第一段话在这里。', 'reply'],
      ['第二段话在这里。', 'text'],
    ])
    const [turn] = await turnsOf(all, 1)
    expect(turn).toMatchObject({ outcome: 'replied', problem: null })
  })

  it.each(['restart', 'join'] as const)(
    'is not repeated for what comes meanwhile (%s)',
    async (whileRunning) => {
      let release: () => void = () => undefined
      const until = new Promise<void>((resolve) => {
        release = resolve
      })
      await using all = await start({ defaults: { ...early, whileRunning } })
      all.model.next({ text, pieces: 3, holdPiece: { index: 2, until } }, { text: '第二个问题的回答' })
      all.qq.privateMessage('30001', '说两段')
      await all.qq.reply(1)
      all.qq.privateMessage('30001', '再问一个')
      await waitFor('the second question', () =>
        all.bot.feeds.messages.some((one) => one.text === '再问一个' && one.turnId !== null),
      )
      release()
      await all.qq.reply(3)
      expect(all.qq.replies.map((one) => one.text)).toEqual([
        '第一段话在这里。',
        '第二段话在这里。',
        '第二个问题的回答',
      ])
    },
  )

  it('is not begun again once some of it is out: it says that it broke off', async () => {
    await using all = await start({ defaults: { ...early, fallbacks: ['local/second'], apology: '断了。' } })
    all.model.next({ text: `${text}\n\n第三段话在这里。`, pieces: 4, cut: 'mid-stream' })
    all.qq.privateMessage('30001', '说三段')
    await all.qq.reply(2)
    expect(all.qq.replies.map((one) => one.text)).toEqual(['第一段话在这里。', '断了。'])
    const [turn] = await turnsOf(all, 1)
    expect(turn).toMatchObject({ outcome: 'failed', problem: { code: 'turn.half-said' } })
    expect(askedIn(all)).toEqual(['bench-model'])
  })
})
