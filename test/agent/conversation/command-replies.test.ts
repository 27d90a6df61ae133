import { expect, it } from 'vitest'
import { type CommandRepliesParts, commandReplies } from '../../../src/agent/conversation/command-replies.ts'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import type { NewMessage } from '../../../src/agent/storage/messages.ts'
import { Config } from '../../../src/shared/config.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'

const tooOld = { code: 'recall.refused', message: '超过两分钟了', hint: '在 QQ 里手动撤回' }

/** A group whose commands are run against real tables; what is said is only noted. */
async function commanding(options: { config?: object; parts?: Partial<CommandRepliesParts> } = {}) {
  const storage = await openTestStorage()
  const life = new Lifetime()
  const log = createSilentLog()
  const clock = createFakeClock()
  const said: string[] = []
  const denied: unknown[] = []
  const recalls: string[] = []
  const stopped: number[] = []
  const refuses = new Set<string>()
  const config = Config.parse({ access: { owners: ['20001'] }, ...options.config })
  const settings = ChatSettings.parse({})
  const rows = new Topic({})
  const boards = { chats: new ChatBoard(storage, { rows, feed: new Emitter() }, () => config) }
  const parts: CommandRepliesParts = {
    storage,
    boards,
    clock,
    log,
    asking: { approvals: [], decide: async () => undefined },
    models: { names: () => [], describe: () => null, resolve: (name) => ({ name }) },
    config: () => config,
    settings: () => settings,
    setOwn: () => undefined,
    edit: async () => undefined,
    load: () => ({ running: 0, waiting: 0 }),
    stopTurns: () => 0,
    stopTurn: (id) => void stopped.push(id),
    retry: async () => undefined,
    reloadTools: async () => [],
    reload: async () => null,
    toolCount: () => 1,
    denied: (_chat, { senderId }, role, name) => void denied.push({ senderId, role, name }),
    client: () => ({
      recall: async (_chat, messageId) => {
        recalls.push(messageId)
        return refuses.has(messageId) ? tooOld : null
      },
    }),
    delivery: {
      prepare: async ({ text }) => {
        said.push(text)
        return []
      },
      send: async () => null,
    },
  }
  const run = commandReplies(life, { ...parts, ...options.parts })
  const chat = storage.chats.at(addressOf('group', '30001'), '三人群')
  const gives = (text: string, fields: Partial<NewMessage> = {}) => {
    const command = saidBy({ chatId: chat.id, text, kind: 'command', ...fields })
    return run(chat, storage.messages.insert(command))
  }
  /** Somebody asks, and the bot answers in parts. */
  const answers = (senderId: string, ...parts: (string | Partial<NewMessage>)[]) => {
    const question = storage.messages.insert(saidBy({ chatId: chat.id, senderId }))
    const turn = storage.turns.insert({
      chatId: chat.id,
      messageId: question.id,
      reason: 'mention',
      receivedAt: clock.now(),
    })
    storage.messages.setTurn(question.id, turn.id, 'mention')
    const rows = parts.map((part) => {
      const fields = typeof part === 'string' ? { platformId: part } : part
      return storage.messages.insert(
        answeredWith('答', { chatId: chat.id, turnId: turn.id, anchor: question.id, ...fields }),
      )
    })
    storage.turns.end({ ...turn, outcome: 'replied', endedAt: clock.now() })
    return { question, turn, rows }
  }
  return {
    storage,
    clock,
    life,
    log,
    chat,
    said,
    denied,
    recalls,
    stopped,
    refuses,
    gives,
    answers,
    run,
    recalled: (id: number) => storage.messages.get(id)?.recalled,
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

it('D0-26: asks who speaks, by number, and not where', async () => {
  await using at = await commanding()
  await at.gives('#重载')
  expect(at.said).toEqual(['工具系统已重载\n共 1 个工具'])
  for (const senderId of ['20002', '30001'])
    await at.gives('#重载', { senderId, senderName: '小明', groupRole: 'owner' })
  expect(at.said.slice(1)).toEqual(Array(2).fill('错误: 权限不足，这条指令只有主人能用'))
  expect(at.denied).toEqual([
    { senderId: '20002', role: 'trusted', name: '重载' },
    { senderId: '30001', role: 'trusted', name: '重载' },
  ])
})

it('lets admins of a group change it, unless they are members like all others', async () => {
  await using at = await commanding()
  await at.gives('#静音 1', { senderId: '20002', groupRole: 'admin' })
  await at.gives('#静音 1', { senderId: '20002', groupRole: 'member' })
  expect(at.said.map((text) => text.slice(0, 5))).toEqual(['静音 1 ', '错误: 权'])
  await using strict = await commanding({ config: { access: { groupAdmins: 'member' } } })
  await strict.gives('#静音 1', { groupRole: 'owner' })
  expect(strict.denied).toEqual([{ senderId: '20001', role: 'member', name: '静音' }])
})

it('says nothing to somebody who was blocked meanwhile', async () => {
  await using at = await commanding({ config: { access: { blocked: ['20001'] } } })
  await at.gives('#帮助')
  expect([at.said, at.denied]).toEqual([[], []])
})

it('leaves alone what is a command no more', async () => {
  await using at = await commanding({ config: { commands: { 帮助: { enabled: false } } } })
  await at.gives('#帮助')
  expect(at.said).toEqual([])
})

it('tells of a failure, with the reason when it is one for people', async () => {
  const full = new ProblemError({ code: 'storage.full', message: '磁盘满了', hint: '腾一点地方' })
  await using at = await commanding({
    parts: {
      setOwn() {
        throw full
      },
    },
  })
  await at.gives('#设定提示词 像猫')
  expect(at.said).toEqual(['指令执行失败: 磁盘满了\n腾一点地方'])
  await using broken = await commanding({ parts: { reload: () => Promise.reject(new Error('secret path')) } })
  await broken.gives('#重载')
  expect(broken.said).toEqual(['指令执行失败: 程序内部出了一个没有料到的错'])
  expect(broken.log.lines.join('\n')).toContain('secret path')
})

it('does only so many at once in one chat', async () => {
  let finish: () => void = () => undefined
  const reloading = new Promise<null>((resolve) => {
    finish = () => resolve(null)
  })
  await using at = await commanding({ parts: { reload: () => reloading } })
  const running = Array.from({ length: 20 }, () => at.gives('#重载'))
  await at.gives('#帮助')
  expect(at.said).toEqual([])
  expect(at.log.lines.at(-1)).toContain('没有做')
  finish()
  await Promise.all(running)
  await at.gives('#帮助')
  expect(at.said).toHaveLength(21)
})

it('answers a member ten commands a minute and no more, but always stops for him', async () => {
  let stops = 0
  await using at = await commanding({ parts: { stopTurns: () => ++stops } })
  const member = { senderId: '20002' }
  for (let n = 0; n < 12; n++) await at.gives(n % 2 ? '#帮助' : '#重载', member)
  expect(at.said).toHaveLength(10)
  expect(at.denied).toHaveLength(5)
  await at.gives('#停止', member)
  expect([stops, at.said.length]).toEqual([1, 10])
  for (let n = 0; n < 12; n++) await at.gives('#状态')
  expect(at.said).toHaveLength(22)
  at.clock.advance(60_000)
  await at.gives('#帮助', member)
  expect(at.said).toHaveLength(23)
})

it('is silent when everything ends', async () => {
  await using at = await commanding()
  await at.life.dispose()
  await at.gives('#帮助')
  expect(at.log.lines.filter((line) => line.includes('没有回上话'))).toEqual([])
})

it('silences a chat and ends it again', async () => {
  await using at = await commanding()
  await at.gives('#静音 10')
  expect(at.storage.chats.get(at.chat.id)?.mutedUntil).toBe(at.clock.now() + 600_000)
  await at.gives('#静音')
  expect(at.said.at(-1)).toMatch(/^静音到 /)
  await at.gives('#静音 0')
  expect(at.storage.chats.get(at.chat.id)?.mutedUntil).toBe(0)
})

it('takes back the last answer, all of it, the newest part first, and stops what is still to come', async () => {
  await using at = await commanding()
  at.answers('20002', 'old')
  const { rows, turn } = at.answers('20003', 'a', 'b', { platformId: 'c', delivery: 'failed' })
  at.storage.messages.insert(answeredWith('指令的回答', { chatId: at.chat.id, kind: 'command' }))
  await at.gives('#撤回')
  expect(at.said).toEqual(['已撤回'])
  expect(at.recalls).toEqual(['b', 'a'])
  expect(rows.map(({ id }) => at.recalled(id))).toEqual([true, true, false])
  expect(at.stopped).toEqual([turn.id])
  await at.gives('#撤回')
  expect(at.recalls).toEqual(['b', 'a', 'old'])
  await at.gives('#撤回')
  expect(at.said.at(-1)).toBe('错误: 这里没有能撤回的回答')
})

it('stops at the first part that the end does not give back, and keeps it', async () => {
  await using at = await commanding()
  const { rows } = at.answers('20002', 'a', 'b')
  at.refuses.add('a')
  await at.gives('#撤回')
  expect(at.said).toEqual(['错误: 撤回了 1 条，还有 1 条没有：超过两分钟了\n在 QQ 里手动撤回'])
  expect(rows.map(({ id }) => at.recalled(id))).toEqual([false, true])
})

it('says when a part cannot be taken back because it has no number, or nobody is there to do it', async () => {
  await using at = await commanding()
  at.answers('20002', { platformId: null, delivery: 'unknown' })
  await at.gives('#撤回')
  expect(at.said[0]).toMatch(/^错误: QQ 端没有给这条消息编号/)
  await using away = await commanding({ parts: { client: () => null } })
  away.answers('20002', 'a')
  await away.gives('#撤回')
  expect(away.said[0]).toMatch(/^错误: 这个 QQ 账号没有连着/)
})

it('gives an answer back to the one who asked', async () => {
  await using at = await commanding()
  at.answers('20002', 'a')
  await at.gives('#撤回', { senderId: '20003' })
  expect(at.said).toEqual([expect.stringMatching(/^错误: 权限不足/)])
  await at.gives('#撤回', { senderId: '20002' })
  expect(at.recalls).toEqual(['a'])
})

it('answers the last question again, also when its answer failed or was taken back', async () => {
  const retried: number[] = []
  await using at = await commanding({ parts: { retry: async (id) => void retried.push(id) } })
  const { question } = at.answers('20002', { kind: 'notice', text: '出错了' })
  at.storage.messages.insert(saidBy({ chatId: at.chat.id, senderId: '20003', text: '闲聊' }))
  await at.gives('#重答', { senderId: '20003' })
  expect(at.said).toEqual([expect.stringMatching(/^错误: 权限不足/)])
  await at.gives('#重答', { senderId: '20002' })
  expect(retried).toEqual([question.id])
  const second = at.answers('20002', 'a')
  await at.gives('#撤回')
  await at.gives('#重答')
  expect(retried).toEqual([question.id, second.question.id])
})

it('answers the last question again, also when nothing was said to it, and none that is still being answered', async () => {
  const retried: number[] = []
  await using at = await commanding({ parts: { retry: async (id) => void retried.push(id) } })
  at.answers('20002', 'a')
  // Silence, or a failure for which the chat has no words.
  const { question } = at.answers('20002')
  const running = at.storage.messages.insert(saidBy({ chatId: at.chat.id }))
  at.storage.turns.insert({ chatId: at.chat.id, messageId: running.id, reason: 'mention', receivedAt: 1 })
  await at.gives('#重答')
  expect(retried).toEqual([question.id])
})

it('answers what is left of a question, and nothing when all of it was recalled', async () => {
  const retried: number[] = []
  await using at = await commanding({ parts: { retry: async (id) => void retried.push(id) } })
  const { question, turn } = at.answers('20002')
  const more = at.storage.messages.insert(saidBy({ chatId: at.chat.id, senderId: '20004', turnId: turn.id }))
  at.storage.messages.insert(answeredWith('答', { chatId: at.chat.id, turnId: turn.id }))
  at.storage.messages.setRecalled(question.id)
  await at.gives('#重答', { senderId: '20004' })
  expect(retried).toEqual([more.id])
  at.storage.messages.setRecalled(more.id)
  await at.gives('#重答')
  expect(at.said).toEqual(['错误: 这里没有能重答的问题'])
})

it('adds up what today cost, here and everywhere', async () => {
  await using at = await commanding()
  const { turn } = at.answers('20002', 'a')
  const call = {
    at: at.clock.now(),
    purpose: 'chat',
    model: 'local/qwen',
    firstTokenMs: 1,
    totalMs: 2,
    inputTokens: 100,
    cachedTokens: 0,
    outputTokens: 10,
    reasoningTokens: 0,
    estimated: false,
    cost: null,
    attempts: 1,
    problem: null,
    person: null,
  }
  at.storage.modelCalls.insert({ ...call, chatId: at.chat.id, turnId: turn.id })
  at.storage.modelCalls.insert({ ...call, chatId: at.chat.id + 1, turnId: null })
  await at.gives('#用量')
  expect(at.said).toEqual([
    '今天在这里: 回复 1 次，调用模型 1 次，110 词元（读 100，写 10），花了 ¥0（有 1 次不知道价格）\n今天一共: 回复 1 次，调用模型 2 次，220 词元（读 200，写 20），花了 ¥0（有 2 次不知道价格）',
  ])
})
