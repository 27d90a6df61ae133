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
