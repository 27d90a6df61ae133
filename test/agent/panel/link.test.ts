import { expect, test } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import type { Handlers } from '../../../src/agent/panel/call.ts'
import { createPanel } from '../../../src/agent/panel/link.ts'
import type { ChatMessage, ChatRow, FeedMessage, LogLine, StateMessage } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createPanelParts } from '../../support/panel-parts.ts'

function openPanel(handlers: Partial<Handlers> = {}) {
  const clock = createFakeClock()
  const parts = createPanelParts(clock, handlers)
  const states: StateMessage[] = []
  const feeds: FeedMessage[] = []
  const sink = {
    // A transport serialises at once; so does this, or a later change would show in an earlier batch.
    state: (message: StateMessage) => void states.push(structuredClone(message)),
    feed: (message: FeedMessage) => void feeds.push(structuredClone(message)),
  }
  const link = createPanel(parts).link(sink)
  return { clock, parts, states, feeds, link }
}

const line = (id: string): LogLine => ({ id, at: 0, level: 'info', module: 'chat', message: id })
const message = (id: number, chatId: number) => ({ id, chatId, kind: 'said', text: `${id}` }) as ChatMessage
const delta = (turnId: number, text: string) => ({ turnId, chatId: 1, kind: 'text' as const, text })
const chat = (id: number) => ({ id, title: `聊天 ${id}` }) as ChatRow

test('watching answers at once with the whole of every topic asked for', async () => {
  const { link, parts, states } = openPanel()
  parts.topics.chats.set('7', chat(7))
  const reply = await link.call('panel.watch', { topics: ['chats', 'load'], feeds: [] })
  expect(reply).toEqual({ ok: true, output: { sequence: 1 } })
  expect(states).toEqual([
    {
      sequence: 1,
      topics: {
        chats: { whole: true, set: { '7': chat(7) }, remove: [] },
        load: { whole: true, set: { running: 0, queued: 0, maxTurns: 100 }, remove: [] },
      },
    },
  ])
})

test('changes of 80 ms travel together, only the changed keys, with their latest values', async () => {
  const { clock, link, parts, states } = openPanel()
  await link.call('panel.watch', { topics: ['load', 'chats'], feeds: [] })
  parts.topics.load.set('running', 1)
  clock.advance(79)
  parts.topics.load.set('running', 2)
  parts.topics.chats.set('3', chat(3))
  expect(states).toHaveLength(1)
  clock.advance(1)
  expect(states[1]).toEqual({
    sequence: 2,
    topics: {
      load: { whole: false, set: { running: 2 }, remove: [] },
      chats: { whole: false, set: { '3': chat(3) }, remove: [] },
    },
  })
})

test('a row that went is named, also when it came and went between two batches', async () => {
  const { clock, link, parts, states } = openPanel()
  parts.topics.chats.set('1', chat(1))
  await link.call('panel.watch', { topics: ['chats'], feeds: [] })
  parts.topics.chats.remove('1')
  parts.topics.chats.set('2', chat(2))
  parts.topics.chats.remove('2')
  clock.advance(80)
  expect(states[1]?.topics.chats).toEqual({ whole: false, set: {}, remove: ['1', '2'] })
})

test('a link with nothing to say sends nothing and keeps no timer', async () => {
  const { clock, link, parts, states, feeds } = openPanel()
  await link.call('panel.watch', { topics: ['load'], feeds: ['messages'] })
  parts.topics.chats.set('1', chat(1))
  parts.feeds.logs.emit(line('a'))
  expect(clock.timers).toBe(0)
  clock.advance(10_000)
  expect([states.length, feeds.length]).toEqual([1, 0])
})

test('looking elsewhere sends whole snapshots again and forgets the old topics', async () => {
  const { clock, link, parts, states } = openPanel()
  await link.call('panel.watch', { topics: ['load'], feeds: [] })
  parts.topics.load.set('running', 4)
  await link.call('panel.watch', { topics: ['usage'], feeds: [] })
  parts.topics.load.set('running', 5)
  clock.advance(80)
  expect(states.map(({ sequence, topics }) => [sequence, Object.keys(topics)])).toEqual([
    [1, ['load']],
    [2, ['usage']],
  ])
})

test('feed items gathered before looking elsewhere still arrive', async () => {
  const { link, parts, feeds } = openPanel()
  await link.call('panel.watch', { topics: [], feeds: ['logs'] })
  parts.feeds.logs.emit(line('a'))
  await link.call('panel.watch', { topics: [], feeds: [] })
  expect(feeds).toEqual([{ sequence: 1, feeds: { logs: { items: [line('a')], skipped: 0 } } }])
})

test('of a flood of log lines the newest 200 are sent and the others are counted', async () => {
  const { clock, link, parts, feeds } = openPanel()
  await link.call('panel.watch', { topics: [], feeds: ['logs'] })
  for (let index = 0; index < 500; index++) parts.feeds.logs.emit(line(`${index}`))
  clock.advance(80)
  parts.feeds.logs.emit(line('after'))
  clock.advance(80)
  const first = feeds[0]?.feeds.logs
  expect([first?.items.length, first?.skipped, first?.items[0]?.id]).toEqual([200, 300, '300'])
  expect(feeds[1]).toEqual({ sequence: 2, feeds: { logs: { items: [line('after')], skipped: 0 } } })
})

test('no piece of an answer is lost, however many are written at once', async () => {
  const { clock, link, parts, feeds } = openPanel()
  await link.call('panel.watch', { topics: [], feeds: ['stream'] })
  for (let piece = 0; piece < 10; piece++) {
    for (let turn = 0; turn < 100; turn++) parts.feeds.stream.emit(delta(turn, `${piece}`))
  }
  parts.feeds.stream.emit({ ...delta(5, ''), kind: 'reset' })
  parts.feeds.stream.emit(delta(5, '重新来'))
  clock.advance(80)
  const { items, skipped } = feeds[0]?.feeds.stream ?? { items: [], skipped: -1 }
  expect(skipped).toBe(0)
  expect(items.filter((item) => item.turnId === 5).map(({ kind, text }) => [kind, text])).toEqual([
    ['text', '0123456789'],
    ['reset', ''],
    ['text', '重新来'],
  ])
})

test('with a chat given, messages and deltas of other chats stay away; log lines do not', async () => {
  const { clock, link, parts, feeds } = openPanel()
  await link.call('panel.watch', { topics: [], feeds: ['messages', 'stream', 'logs'], chatId: 2 })
  parts.feeds.messages.emit(message(1, 1))
  parts.feeds.messages.emit(message(2, 2))
  parts.feeds.stream.emit(delta(1, '别的聊天'))
  parts.feeds.logs.emit(line('a'))
  clock.advance(80)
  expect(feeds[0]?.feeds).toEqual({
    messages: { items: [message(2, 2)], skipped: 0 },
    logs: { items: [line('a')], skipped: 0 },
  })
})

test('two links of one panel look at different things', async () => {
  const { clock, parts } = openPanel()
  const panel = createPanel(parts)
  const seen: string[] = []
  const open = (name: string) =>
    panel.link({ state: ({ topics }) => seen.push(`${name} ${Object.keys(topics)}`), feed: () => {} })
  const [one, two] = [open('one'), open('two')]
  await one.call('panel.watch', { topics: ['load'], feeds: [] })
  await two.call('panel.watch', { topics: ['usage'], feeds: [] })
  seen.length = 0
  parts.topics.load.set('running', 1)
  one.dispose()
  parts.topics.usage.set('calls', 1)
  clock.advance(80)
  expect(seen).toEqual(['two usage'])
})

test('a handler gets the checked input with its defaults filled in', async () => {
  const { link } = openPanel({
    'config.changes': ({ limit }) => [{ id: limit } as never],
  })
  expect(await link.call('config.changes', {})).toEqual({ ok: true, output: [{ id: 50 }] })
})

test.each([
  ['chats.messages', { chatId: 1, limit: 0 }, '「limit」'],
  ['chats.messages', { chatId: '1' }, '「chatId」'],
  ['sandbox.say', { chat: { kind: 'private', id: 'x' }, personId: '1', text: 'a' }, '「chat.id」'],
  ['app.pause', undefined, '「整个输入」'],
])('a wrong input of %s names the field', async (name, input, field) => {
  const { link } = openPanel()
  const reply = await link.call(name, input)
  expect(reply).toMatchObject({ ok: false, problem: { code: 'input.invalid' } })
  expect(reply.ok || reply.problem.message).toContain(field)
})

test.each(['nothing.here', 'constructor', '__proto__', ''])('the name %j is no call', async (name) => {
  const { link } = openPanel()
  expect(await link.call(name, {})).toMatchObject({ ok: false, problem: { code: 'call.unknown' } })
})

test('an expected failure keeps its words', async () => {
  const problem = { code: 'model.auth', message: '密钥不对', hint: '换一个', detail: 'HTTP 401' }
  const { link, parts } = openPanel({ 'models.test': () => Promise.reject(new ProblemError(problem)) })
  expect(await link.call('models.test', { model: 'a/b' })).toEqual({ ok: false, problem })
  expect(parts.lines).toEqual([])
})

test('an unexpected failure is logged with its detail, which does not leave', async () => {
  const { link, parts } = openPanel({
    'turns.stop': () => {
      throw new TypeError('sk-secret is not a function')
    },
  })
  const reply = await link.call('turns.stop', { id: 1 })
  expect(reply).toMatchObject({ ok: false, problem: { code: 'internal' } })
  expect(JSON.stringify(reply)).not.toContain('sk-secret')
  expect(parts.lines).toMatchObject([
    { level: 'error', fields: { call: 'turns.stop', error: 'TypeError: sk-secret is not a function' } },
  ])
})

test('disposing aborts what runs, refuses what comes, and leaves nothing behind', async () => {
  const { clock, link, parts, states } = openPanel({
    'models.list': (_input, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
  })
  await link.call('panel.watch', { topics: ['load'], feeds: ['logs'] })
  parts.topics.load.set('running', 1)
  const running = link.call('models.list', { provider: 'local' })
  link.dispose()
  expect(await running).toMatchObject({ ok: false, problem: { code: 'aborted' } })
  expect(await link.call('app.pause', { paused: true })).toMatchObject({ problem: { code: 'aborted' } })
  parts.topics.load.set('running', 2)
  clock.advance(1_000)
  expect([states.length, clock.timers, parts.feeds.logs.hasListeners]).toEqual([1, 0, false])
})
