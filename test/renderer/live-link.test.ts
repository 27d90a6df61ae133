import { beforeEach, expect, test } from 'vitest'
import { type Connection, LiveLink, type LiveTransport } from '../../src/renderer/live/live-link.ts'
import { PanelError } from '../../src/renderer/live/panel-error.ts'
import type { Reply } from '../../src/shared/ipc.ts'
import type { ChatMessage, FeedMessage, StateMessage } from '../../src/shared/state.ts'

/** The other side, played by hand. */
class Wire implements LiveTransport {
  readonly calls: { name: string; input: unknown }[] = []
  reply: Reply<unknown> = { ok: true, output: null }
  state: (message: StateMessage) => void = () => {}
  feed: (message: FeedMessage) => void = () => {}
  connection: (connection: Connection) => void = () => {}

  async call(name: string, input: unknown): Promise<Reply<unknown>> {
    this.calls.push({ name, input })
    return this.reply
  }
  onState(listener: (message: unknown) => void) {
    this.state = listener
    return () => {}
  }
  onFeed(listener: (message: unknown) => void) {
    this.feed = listener
    return () => {}
  }
  onConnection(listener: (connection: Connection) => void) {
    this.connection = listener
    return () => {}
  }
}

let wire: Wire
let link: LiveLink
let later: (() => void)[]
/** Lets what was put off happen, as the timer would. */
const settle = () => {
  for (const run of later.splice(0)) run()
}
/** Lets the answers arrive that the wire has given. */
const answered = () => new Promise((resolve) => setImmediate(resolve))
const watches = () => wire.calls.filter(({ name }) => name === 'panel.watch').map(({ input }) => input)
const load = (sequence: number, running: number, whole = false): StateMessage => ({
  sequence,
  topics: { load: { whole, set: { running, queued: 0, maxTurns: 9 }, remove: [] } },
})

beforeEach(() => {
  wire = new Wire()
  later = []
  link = new LiveLink(wire, (run) => later.push(run))
  link.start()
})

test('leaving one page and entering the next is one message', () => {
  const leave = link.watchTopic('load')
  settle()
  leave()
  link.watchTopic('usage')
  settle()
  expect(watches()).toEqual([
    { topics: ['load'], feeds: [] },
    { topics: ['usage'], feeds: [] },
  ])
})

test('a gap in the sequence asks for the snapshots again', () => {
  link.watchTopic('load')
  settle()
  wire.state(load(1, 1, true))
  wire.state(load(2, 2))
  settle()
  expect(watches()).toHaveLength(1)
  wire.state(load(4, 3))
  settle()
  expect(watches()).toHaveLength(2)
  wire.state(load(9, 4, true))
  wire.state(load(10, 5))
  settle()
  expect(watches()).toHaveLength(2)
  expect(link.store.getState().load?.running).toBe(5)
})

test('a feed asks for its list once the other side sends it, so that nothing falls in between', async () => {
  let gaps = 0
  link.watchFeed('messages', { items: () => {}, gap: () => gaps++ }, 3)
  expect(gaps).toBe(0)
  settle()
  await answered()
  expect(gaps).toBe(1)
  link.watchTopic('load')
  settle()
  await answered()
  expect(gaps).toBe(1)
})

test('a connection that comes back asks again and tells feeds that something may be missing', async () => {
  let gaps = 0
  link.watchTopic('load')
  link.watchFeed('messages', { items: () => {}, gap: () => gaps++ }, 3)
  settle()
  await answered()
  wire.connection('reconnecting')
  expect(link.connection.getState()).toBe('reconnecting')
  wire.connection('open')
  expect(gaps).toBe(1)
  settle()
  await answered()
  expect(watches()).toHaveLength(2)
  expect(gaps).toBe(2)
})

test('a feed of one chat hears nothing of another', () => {
  const heard: number[] = []
  link.watchFeed('messages', { items: (items) => heard.push(...items.map(({ id }) => id)) }, 3)
  const message = (id: number, chatId: number) => ({ id, chatId }) as ChatMessage
  wire.feed({ sequence: 1, feeds: { messages: { items: [message(1, 3), message(2, 4)], skipped: 0 } } })
  expect(heard).toEqual([1])
})

test('a refusal rejects with the problem to show', async () => {
  wire.reply = { ok: false, problem: { code: 'turn.over', message: '这个回答已经结束了', hint: '' } }
  const refused = link.call('turns.stop', { id: 1 })
  await expect(refused).rejects.toBeInstanceOf(PanelError)
  await expect(refused).rejects.toMatchObject({ problem: { code: 'turn.over' } })
})
