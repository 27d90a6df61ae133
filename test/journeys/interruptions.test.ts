import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { refusal } from '../support/fake-openai.ts'
import { spokenNode } from '../support/fake-qq.ts'
import { startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

it('what is said while the bot apologises is a question of its own, and the failure stays one', async () => {
  await using all = await startQQBot({
    answer: (text) => (text.includes('坏的') ? refusal(500, 'broken') : { text: '好' }),
    defaults: { whileRunning: 'restart', apology: '没听清。', triggers: { loopGuard: 0 } },
  })
  const { promise: sent, resolve: deliver } = Promise.withResolvers<void>()
  all.qq.answer('send_private_msg', async () => {
    await sent
    return { data: { message_id: 1 } }
  })
  all.qq.privateMessage('30001', '坏的')
  await all.qq.reply()
  all.qq.privateMessage('30001', '好的')
  await waitFor('the second to be taken', () =>
    all.bot.feeds.messages.some(({ text, turnId }) => text === '好的' && turnId !== null),
  )
  deliver()
  expect((await all.qq.reply(2)).text).toBe('好')
  await waitFor('both turns to end', () => {
    const turns = Object.values(all.bot.topics.turns)
    return turns.length === 2 && turns.every(({ outcome }) => outcome)
  })
  expect(all.qq.replies.map(({ text }) => text)).toEqual(['没听清。', '好'])
  expect(Object.values(all.bot.topics.turns).map(({ outcome }) => outcome)).toEqual(['failed', 'replied'])
})

it('a pause written into config.json by hand stops what runs, like the button', async () => {
  await using all = await startQQBot({ answer: () => ({ stall: 'mid-stream' }) })
  all.qq.privateMessage('30001', '慢慢想')
  await all.model.request(0)
  const path = join(all.bot.dataDir, 'config.json')
  const config = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFile(path, JSON.stringify({ ...config, paused: true }))
  const turn = await waitFor('the turn to stop', () =>
    Object.values(all.bot.topics.turns).find(({ outcome }) => outcome),
  )
  expect(turn).toMatchObject({ outcome: 'stopped', problem: { message: '回复已暂停' } })
})

it('what joins an answer is written out like the question, and has an answer between where a model wants one', async () => {
  const { promise: hold, resolve: release } = Promise.withResolvers<void>()
  await using all = await startQQBot({
    answer: (text) => (text.includes('转发') ? { text: '看到了' } : { text: '旧的', hold }),
    defaults: { whileRunning: 'join', history: { skippedReply: '已跳过此信息' } },
  })
  all.qq.privateMessage('30001', '看看这个')
  await all.model.request(0)
  all.qq.privateMessage('30001', [all.qq.forwarded('f1', [spokenNode('30008', '阿岚', '周日三点老地方')])])
  await waitFor('it to be taken', () =>
    all.bot.feeds.messages.some(({ text, turnId }) => text.includes('转发') && turnId !== null),
  )
  release()
  expect((await all.qq.reply()).text).toBe('看到了')
  expect(all.model.requests[1]?.text).toContain('阿岚：周日三点老地方')
  const roles = all.model.requests[1]?.messages.map(({ role }) => role)
  expect(roles).toEqual(['system', 'user', 'assistant', 'user'])
})

it('S0-71 what waits can be cleared from the panel, what runs goes on', async () => {
  await using all = await startQQBot({ answer: () => ({ text: '好', firstTokenDelay: 200 }) })
  for (const text of ['一', '二', '三']) all.qq.privateMessage('30001', text)
  await waitFor('two to wait', () => all.bot.topics.load.queued === 2)
  expect(await all.bot.call('turns.clear', {})).toEqual({ stopped: 2 })
  await all.qq.reply()
  await waitFor('all to be over', () => Object.values(all.bot.topics.turns).every(({ endedAt }) => endedAt))
  const outcomes = Object.values(all.bot.topics.turns).map(({ outcome }) => outcome)
  expect(outcomes.sort()).toEqual(['replied', 'stopped', 'stopped'])
})

it('muting a chat, or closing it, stops what was to be said there', async () => {
  await using all = await startQQBot({ answer: () => ({ text: '好', firstTokenDelay: 60_000 }) })
  all.qq.privateMessage('30001', '一')
  await all.model.request(0)
  const chat = await waitFor('the chat', () => Object.values(all.bot.topics.chats)[0])
  await all.bot.call('chats.mute', { chatId: chat.id, minutes: 10 })
  await waitFor('it to be stopped', () => all.bot.topics.load.running === 0)
  await all.bot.call('chats.mute', { chatId: chat.id, minutes: 0 })
  all.qq.privateMessage('30001', '二')
  await all.model.request(1)
  const { revision } = await all.bot.call('chats.settings', { chatId: chat.id })
  await all.bot.call('chats.edit', { chatId: chat.id, revision, ops: [{ path: ['allowed'], set: false }] })
  await waitFor('it to be stopped', () => all.bot.topics.load.running === 0)
  expect(all.qq.replies).toEqual([])
})
