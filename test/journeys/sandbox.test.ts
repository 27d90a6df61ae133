import { expect, it } from 'vitest'
import { startBot } from '../support/bot.ts'
import { waitFor } from '../support/wait-for.ts'

const quick = { defaults: { pace: { seconds: 0 } } }

it('answers in 试聊 at once, without any configuration', async () => {
  await using bot = await startBot()
  const chat = bot.sandbox()
  await chat.says('你好')
  expect(await chat.reply()).toContain('小杏')
})

it('answers in a group only when it is called, and says why it did not', async () => {
  await using bot = await startBot({ config: quick })
  const group = bot.sandbox('group')
  await group.says('大家早', { personId: '90002' })
  expect(await group.decision()).toBe('not-addressed')
  await group.says('你也早', { mention: true })
  expect(await group.reply()).toContain('你也早')
  expect(await group.decision()).toBe('mention')
})

it('calls a tool and says what it found', async () => {
  await using bot = await startBot({ config: quick })
  const chat = bot.sandbox()
  await chat.says('现在几点')
  expect(await chat.reply()).toMatch(/\d{1,2}:\d{2}/)
  const turn = await waitFor('the turn to end', () =>
    Object.values(bot.topics.turns).find((one) => one.outcome),
  )
  expect(turn.steps.map(({ stage }) => stage)).toEqual([
    'merging',
    'queued',
    'thinking',
    'tool',
    'thinking',
    'sending',
  ])
  const detail = await bot.call('turns.get', { id: turn.id })
  expect(detail?.toolCalls.map(({ name }) => name)).toEqual(['get_time'])
  expect(detail?.calls).toHaveLength(2)
})

it('says the apology when the model fails, and keeps the cause for the panel', async () => {
  await using bot = await startBot({
    config: { defaults: { pace: { seconds: 0 }, apology: '哎呀，没听清。' } },
  })
  const chat = bot.sandbox()
  await chat.says('出错')
  expect(await chat.reply()).toBe('哎呀，没听清。')
  const turn = await waitFor('the turn to end', () =>
    Object.values(bot.topics.turns).find((one) => one.outcome),
  )
  expect(turn.outcome).toBe('failed')
  expect(turn.problem?.code).toBe('model.server')
})

it('stops answering everywhere while paused, and goes on afterwards', async () => {
  await using bot = await startBot({ config: quick })
  const chat = bot.sandbox()
  await chat.says('慢一点')
  await waitFor('the turn to run', () => bot.topics.load.running === 1)
  await bot.call('app.pause', { paused: true })
  const turn = await waitFor('the turn to stop', () =>
    Object.values(bot.topics.turns).find((one) => one.outcome),
  )
  expect(turn.outcome).toBe('stopped')
  await chat.says('在吗')
  expect(await chat.decision()).toBe('paused')
  await bot.call('app.pause', { paused: false })
  await chat.says('回来啦')
  expect(await chat.reply()).toContain('回来啦')
})

it('shows the last replies again after a restart', async () => {
  await using first = await startBot({ config: quick })
  const chat = first.sandbox()
  await chat.says('记住我')
  await chat.reply()
  await first.stop()
  await using second = await startBot({ dataDir: first.dataDir })
  const [reply] = second.topics.recent.replies
  expect(reply).toMatchObject({ question: '记住我', reply: expect.stringContaining('记住我') })
  expect(second.topics.usage.replies).toBe(1)
})
