import { expect, it } from 'vitest'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { createHandlers, type HandlerParts } from '../../../src/agent/panel/handlers.ts'
import { ChatBoard } from '../../../src/agent/state/chat-board.ts'
import { createPanelParts } from '../../support/panel-parts.ts'
import { saidBy } from '../../support/records.ts'
import { editing } from '../settings/editing.ts'

/** What the panel calls, on real tables; nobody is connected, and what has to do with answers is not there. */
async function panel() {
  const at = await editing()
  const state = createPanelParts(at.clock)
  const rows = new Topic({})
  const chats = new ChatBoard(at.storage, { rows, feed: new Emitter() }, () => at.config.value)
  const retried: number[] = []
  const parts = {
    ...at,
    state,
    boards: { chats },
    inbox: { retry: async (id: number) => void retried.push(id) },
    client: () => null,
  } as unknown as HandlerParts
  const handlers = createHandlers(parts)
  const signal = new AbortController().signal
  return {
    ...at,
    topics: state.topics,
    retried,
    run: <N extends keyof typeof handlers>(name: N, input: Parameters<(typeof handlers)[N]>[0]) =>
      (handlers[name] as (given: typeof input, signal: AbortSignal) => unknown)(input, signal),
    /** A value as somebody would find it after the process died now. */
    stored: (sql: string) => Object.values(at.storage.other.prepare<[], object>(sql).get() ?? {})[0],
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  }
}

it('answers a change of settings when it is kept for good, and its undoing as well', async () => {
  await using at = await panel()
  const changes = () => at.stored('SELECT count(*) FROM changes')
  const edit = (path: string[], set: string) => ({ revision: at.editor.revision, ops: [{ path, set }] })
  await at.run('config.edit', edit(['botName'], '阿杏'))
  expect(changes()).toBe(1)
  await at.run('chats.edit', { chatId: at.chat.id, ...edit(['prompt'], '像猫') })
  expect(changes()).toBe(2)
  expect(at.stored('SELECT settings FROM chats')).toBe('{"prompt":"像猫"}')
  await at.run('config.undo', { changeId: at.newest()?.id ?? 0 })
  expect(at.stored('SELECT settings FROM chats')).toBe('{}')
})

it('answers that a context was cleared, and brought back, when it is kept for good', async () => {
  await using at = await panel()
  const { id: chatId } = at.chat
  const { id } = at.storage.messages.insert(saidBy({ chatId }))
  await at.run('chats.clear', { chatId, undo: false })
  expect(at.stored('SELECT context_from FROM chats')).toBe(id + 1)
  await at.run('chats.clear', { chatId, undo: true })
  expect(at.stored('SELECT context_from FROM chats')).toBe(0)
})

it('answers that something missed was put away when it cannot come back, also by being answered again', async () => {
  await using at = await panel()
  const { id } = at.storage.messages.insert(saidBy({ chatId: at.chat.id }))
  const sent = at.storage.missed.add('unknown-send', id)
  at.storage.missed.add('unanswered', id)
  await at.storage.database.committed()
  const missed = () => at.stored('SELECT count(*) FROM missed')
  await at.run('missed.dismiss', { ids: [sent.id] })
  expect(missed()).toBe(1)
  await at.run('turns.retry', { messageId: id })
  expect(missed()).toBe(0)
  expect(at.retried).toEqual([id])
})
