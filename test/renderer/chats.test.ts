import { beforeAll, describe, expect, test } from 'vitest'
import { commandsOf, matching } from '../../src/renderer/app/commands.tsx'
import { modelNames } from '../../src/renderer/app/model-names.ts'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { collectParts } from '../../src/renderer/live/collect-parts.ts'
import { changesOf } from '../../src/renderer/pages/chats/chat-changes-pages.ts'
import { chatNumber, chatRows, chatTitle, runningByChat } from '../../src/renderer/pages/chats/chat-rows.ts'
import { newPerson } from '../../src/renderer/pages/sandbox/people.ts'
import { findSandboxChat, sandboxChat } from '../../src/renderer/pages/sandbox/sandbox-chat.ts'
import { sandboxScenes, sandboxSelfId } from '../../src/shared/sandbox.ts'
import type { Change } from '../../src/shared/state.ts'
import { fullTopics } from './fake-topics.ts'

beforeAll(() => startI18n())

const topics = fullTopics(Date.UTC(2026, 10, 22, 6))
const chats = Object.values(topics.chats)
const { config } = topics.config

test('the list has the latest chat first and nothing of 试聊', () => {
  const rows = chatRows(chats, 'all')
  expect(rows[0]?.title).toBe('摄影搭子群')
  expect(rows.map(({ selfId }) => selfId)).not.toContain(sandboxSelfId)
  expect(chatRows(chats, 'private').map(({ title }) => title)).toEqual(['林小满', '妈'])
  expect(chatRows(chats, 'problem').map(({ id }) => id)).toEqual([5])
})

test('chats that wait for the owner can be looked at alone', () => {
  const waiting = chats.map((chat) => ({
    ...chat,
    access: chat.id === 4 ? ('pending' as const) : chat.access,
  }))
  expect(chatRows(waiting, 'pending').map(({ id }) => id)).toContain(4)
  expect(chatRows(waiting, 'pending').every(({ access }) => access === 'pending')).toBe(true)
})

test('a chat without a name goes by its number', () => {
  expect(chatNumber('qq_group_731204')).toBe('731204')
  expect(chatTitle({ title: '', key: 'qq_private_10086' })).toBe('10086')
})

test('a row shows the turn that is furthest', () => {
  const [first] = Object.values(topics.turns)
  if (!first) throw new Error('the fake has no turn')
  const queued = { ...first, id: first.id + 50 }
  const over = { ...first, id: 1, endedAt: 5 }
  expect(runningByChat({ a: queued, b: first, c: over }).get(first.chatId)?.id).toBe(first.id)
})

test('the palette finds chats by a part of their name and offers the other models', () => {
  const commands = commandsOf({ chats: topics.chats, config, paused: false })
  expect(matching(commands, '摄影').map(({ id }) => id)).toEqual(['chat-1'])
  expect(matching(commands, '暂停').map(({ id }) => id)).toEqual(['pause'])
  expect(matching(commands, 'QWEN3').map(({ id }) => id)).toEqual(['model-aliyun/qwen3-max'])
  expect(matching(commands, 'deepseek-chat')).toEqual([])
  expect(commands.map(({ id }) => id)).not.toContain('chat-90')
  expect(matching(commands, '').filter(({ group }) => group === 'chat')).toHaveLength(6)
})

test('models of a provider that is switched off are not offered, the demo always is', () => {
  const [first, ...rest] = config.providers
  if (!first) throw new Error('the fake has no provider')
  const names = modelNames({ ...config, providers: [{ ...first, enabled: false }, ...rest] })
  expect(names).not.toContain('deepseek/deepseek-chat')
  expect(names.at(-1)).toBe('demo/xiaoxing')
})

test('a private scene belongs to who speaks, a group to everybody', () => {
  const [alone, together] = sandboxScenes
  const orange = config.sandbox.people[2]
  if (!alone || !together || !orange) throw new Error('the sandbox lacks scenes or people')
  expect(sandboxChat(alone, orange)).toMatchObject({ id: orange.id, title: '大橘', key: 'qq_private_90003' })
  expect(sandboxChat(together, orange)).toMatchObject({ id: '80001', key: 'qq_group_80001' })
  expect(findSandboxChat(topics.chats, sandboxChat(together, orange))?.id).toBe(90)
  expect(findSandboxChat(topics.chats, sandboxChat(alone, orange))).toBeNull()
})

test('a new person gets a number nobody has', () => {
  expect(newPerson(config.sandbox.people).id).toBe('90006')
})

describe('changes of one chat', () => {
  const change = (id: number, scope: string): Change => ({
    id,
    at: id,
    scope,
    scopeTitle: '',
    path: 'model',
    undone: false,
  })
  /** Of 1,500 changes every tenth is of the chat. */
  const all = Array.from({ length: 1500 }, (_, index) =>
    change(1500 - index, index % 10 === 0 ? 'chat:3' : 'config'),
  )
  const fetchPage = async (before: number | undefined, limit: number) =>
    all.filter(({ id }) => before === undefined || id < before).slice(0, limit)

  test('are looked for until there are enough, and further from there', async () => {
    const first = await changesOf('chat:3', fetchPage, { wanted: 20 })
    expect(first.changes).toHaveLength(20)
    expect(first.changes.every(({ scope }) => scope === 'chat:3')).toBe(true)
    const next = await changesOf('chat:3', fetchPage, { before: first.before ?? 0, wanted: 20 })
    expect(next.changes[0]?.id).toBeLessThan(first.changes.at(-1)?.id ?? 0)
  })

  test('the search ends at the oldest, and gives up for now after a thousand', async () => {
    expect(await changesOf('chat:9', fetchPage, { wanted: 20 })).toEqual({ changes: [], before: 501 })
    expect(await changesOf('chat:9', fetchPage, { before: 150, wanted: 20 })).toEqual({
      changes: [],
      before: null,
    })
  })
})

test('an export that comes in parts is put together, and says how far it is', async () => {
  const parts = ['{"a":', '1', '}']
  const heard: number[] = []
  const file = await collectParts(
    async (next) => {
      const at = next === '' ? 0 : Number(next)
      return { name: '妈.json', text: parts[at] ?? '', next: at < 2 ? String(at + 1) : null }
    },
    (characters) => heard.push(characters),
  )
  expect(file).toEqual({ name: '妈.json', text: ['{"a":', '1', '}'] })
  expect(heard).toEqual([5, 6, 7])
})
