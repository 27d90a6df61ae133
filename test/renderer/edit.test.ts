import { afterEach, beforeEach, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { editChat, editConfig } from '../../src/renderer/live/edit.ts'
import { startPanel, topicValue } from '../../src/renderer/live/panel.ts'
import { movePeople } from '../../src/renderer/pages/access/people-edit.ts'
import { lendToasts, type Toast } from '../../src/renderer/ui/toast.tsx'
import type { Config } from '../../src/shared/config.ts'
import type { PanelTransport } from '../../src/shared/ipc.ts'
import { createFakePanel } from './fake-panel.ts'

let bot: PanelTransport
let toasts: Toast[]
let giveBack: () => void

beforeEach(() => {
  startI18n()
  toasts = []
  giveBack = lendToasts((toast) => toasts.push(toast))
  bot = createFakePanel({ scene: 'full', host: 'web', still: true, logRate: 0 })
  startPanel({ ...bot, onConnection: () => () => {} })
})

afterEach(() => giveBack())

const name = async () => (await topicValue('config')).config.botName
const rename = (to: string) => editConfig([{ path: ['botName'], set: to }])

test('an edit is saved, said, and taken back by its toast', async () => {
  await topicValue('config')
  expect(await rename('阿杏')).toBe(true)
  expect(await savedName()).toBe('阿杏')
  expect(toasts).toMatchObject([{ text: '已改为「阿杏」' }])
  await toasts[0]?.undo?.()
  expect(await savedName()).toBe('小杏')
})

test('an edit on a stale revision is tried again with the new one', async () => {
  const { revision } = await topicValue('config')
  const early = rename('阿杏')
  await bot.call('config.edit', { revision, ops: [{ path: ['logs', 'keepFiles'], set: 3 }] })
  expect(await early).toBe(true)
  expect(await savedName()).toBe('阿杏')
})

test('an edit made out of what is there is made anew when that has changed meanwhile', async () => {
  const { revision } = await topicValue('config')
  const early = movePeople('blocked', ['30077'])
  const ops = [{ path: ['access', 'trusted'], set: ['30077'] }]
  await bot.call('config.edit', { revision, ops })
  expect(await early).toBe(true)
  expect(toasts).toMatchObject([{ text: '30077 从「信任的人」移到了「拉黑的人」' }])
  expect((await savedConfig()).access).toMatchObject({
    trusted: [],
    blocked: expect.arrayContaining(['30077']),
  })
})

test('a refused edit says why and changes nothing', async () => {
  expect(await editConfig([{ path: ['botName'], set: '' }])).toBe(false)
  expect(toasts).toMatchObject([{ tone: 'error' }])
  expect(await name()).toBe('小杏')
})

test("a chat's own value is undone in that chat", async () => {
  await editChat(2, [{ path: ['prompt'], set: '说短一点' }], '已保存')
  await toasts[0]?.undo?.()
  const reply = await bot.call('chats.settings', { chatId: 2 })
  expect(reply).toMatchObject({ ok: true, output: { sources: { prompt: 'global' } } })
})

/** Asked of the bot itself, since the panel's copy follows a little later. */
async function savedConfig(): Promise<Config> {
  return new Promise((resolve) => {
    const stop = bot.onState((message) => {
      const { topics } = message as { topics: { config?: { set: { config: Config } } } }
      if (!topics.config) return
      stop()
      resolve(topics.config.set.config)
    })
    void bot.call('panel.watch', { topics: ['config'], feeds: [] })
  })
}

const savedName = async () => (await savedConfig()).botName
