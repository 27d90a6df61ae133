import { expect, it } from 'vitest'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { commandHandlers } from '../../../src/agent/panel/command-handlers.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import { Config } from '../../../src/shared/config.ts'
import type { ChatMessage, ChatRow } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'

const signal = new AbortController().signal
const tooOld = { code: 'recall.refused', message: '超过两分钟了', hint: '在 QQ 里手动撤回' }

async function panelOf(selfId = '10001') {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const rows = new Topic<Record<string, ChatRow>>({})
  const feed = new Emitter<ChatMessage>()
  const seen: ChatMessage[] = []
  feed.on((message) => seen.push(message))
  const recalls: string[] = []
  const stopped: string[] = []
  const client = (name: string) => ({
    recall: async (_chat: unknown, messageId: string) => {
      recalls.push(`${name} ${messageId}`)
      return messageId === 'old' ? tooOld : null
    },
  })
  const boards = {
    chats: new ChatBoard(storage, { rows, feed }, () => Config.parse({})),
  }
  const handlers = commandHandlers({
    storage,
    boards,
    clock,
    client,
    inbox: {
      stopChat: (chatId, { reason }) => stopped.push(`${chatId} ${reason}`),
      stopTurn: (turnId) => stopped.push(`turn ${turnId}`) > 0,
    },
  })
  const chat = storage.chats.at(addressOf('group', '30001', selfId), '三人群')
  boards.chats.show(chat, storage.messages.insert(saidBy({ chatId: chat.id })))
  const answer = (platformId: string | null, fields = {}) =>
    storage.messages.insert(answeredWith('答', { chatId: chat.id, platformId, ...fields })).id
  return {
    stopped,
    handlers,
    clock,
    chat,
    answer,
    recalls,
    seen,
    row: () => rows.value[chat.id],
    problemOf: async (messageId: number) => {
      try {
        await handlers['chats.recall']({ messageId }, signal)
      } catch (error) {
        return error instanceof Error ? error.message : ''
      }
      return null
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

it('lists the commands as they were built', async () => {
  await using at = await panelOf()
  const list = await at.handlers['commands.list']({}, signal)
  expect(list).toContainEqual({
    name: '上下文清理',
    usage: '#上下文清理',
    summary: '忘掉前面说过的话，模型和提示词不变',
    builtInAliases: ['删除上下文'],
    builtInRole: 'trusted',
  })
  expect(list.find(({ name }) => name === 'aiconfig')).toMatchObject({
    usage: '.aiconfig host=… port=… model=…',
    builtInRole: 'owner',
  })
})

it('silences a chat, shows it, and ends it', async () => {
  await using at = await panelOf()
  await at.handlers['chats.mute']({ chatId: at.chat.id, minutes: 0.5 }, signal)
  expect(at.row()?.mutedUntil).toBe(at.clock.now() + 30_000)
  expect(at.stopped).toEqual([`${at.chat.id} 你静音了这个聊天`])
  await at.handlers['chats.mute']({ chatId: at.chat.id, minutes: 0 }, signal)
  expect(at.row()?.mutedUntil).toBe(0)
  await expect(at.handlers['chats.mute']({ chatId: 99, minutes: 1 }, signal)).rejects.toThrow(
    '没有这个聊天：99',
  )
})

it('takes a message back through the one who said it, and shows that', async () => {
  await using at = await panelOf()
  const id = at.answer('a')
  expect(await at.problemOf(id)).toBeNull()
  expect(at.seen.at(-1)).toMatchObject({ id, recalled: true })
  expect(await at.problemOf(id)).toBeNull()
  expect(at.recalls).toEqual(['10001 a'])
  await using sandbox = await panelOf('10000')
  expect(await sandbox.problemOf(sandbox.answer('a'))).toBeNull()
  expect(sandbox.recalls).toEqual(['10000 a'])
})

it('says why a message cannot be taken back', async () => {
  await using at = await panelOf()
  expect(await at.problemOf(at.answer('old'))).toBe('超过两分钟了')
  expect(await at.problemOf(at.answer(null))).toBe('QQ 端没有给这条消息编号，撤不回来')
  expect(await at.problemOf(at.answer(null, { delivery: 'failed' }))).toBe('这条没有发出去，不用撤回')
  expect(await at.problemOf(1)).toBe('这不是机器人说的话，撤不回来')
  expect(await at.problemOf(99)).toBe('没有这个消息：99')
  expect(at.recalls).toEqual(['10001 old'])
})
