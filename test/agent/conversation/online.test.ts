import { expect, it } from 'vitest'
import { whenOnline } from '../../../src/agent/conversation/online.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { sandboxSelfId } from '../../../src/shared/sandbox.ts'
import type { AccountState, ConnectionState } from '../../../src/shared/state.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'

function account(state: ConnectionState, selfId: string | null = '10001'): AccountState {
  return {
    id: 'main',
    title: '',
    mode: 'server',
    state,
    problem: null,
    address: '',
    selfId,
    nickname: null,
    endName: null,
    connectedAt: null,
    lastHeartbeatAt: null,
    latencyMs: null,
    nextRetryAt: null,
    events: 0,
    badFrames: 0,
    duplicates: 0,
    attempts: [],
  }
}

function waiting(accounts: Record<string, AccountState>, selfId = '10001') {
  const clock = createFakeClock()
  const topic = new Topic(accounts)
  const controller = new AbortController()
  let ended: unknown = 'waiting'
  void whenOnline(topic, selfId, { clock, signal: controller.signal }).then(
    () => {
      ended = 'online'
    },
    (reason) => {
      ended = reason
    },
  )
  const now = async () => {
    await settle(1)
    return ended
  }
  return { clock, topic, controller, now }
}

it.each<[string, Record<string, AccountState>, string]>([
  ['it is connected', { main: account('connected') }, 'online'],
  ['it will not be back by itself', { main: account('auth-failed') }, 'online'],
  ['there is no such account', {}, 'online'],
  ['only other accounts are there', { main: account('connecting', '10002') }, 'online'],
  ['it is being connected', { main: account('waiting-retry') }, 'waiting'],
  ['one that has not told its number may be it', { main: account('connected', null) }, 'waiting'],
  ['one without a number is switched off', { main: account('disabled', null) }, 'online'],
])('waits or not: %s', async (_what, accounts, expected) => {
  expect(await waiting(accounts).now()).toBe(expected)
})

it('never waits in 试聊', async () => {
  expect(await waiting({ main: account('connecting', null) }, sandboxSelfId).now()).toBe('online')
})

it('goes on as soon as the connection is back, and leaves nothing behind', async () => {
  const { topic, clock, now } = waiting({ main: account('listening') })
  topic.set('main', account('connecting'))
  expect(await now()).toBe('waiting')
  topic.set('main', account('connected'))
  expect(await now()).toBe('online')
  expect(clock.timers).toBe(0)
})

it('goes on after a minute in any case', async () => {
  const { clock, now } = waiting({ main: account('connecting') })
  clock.advance(59_999)
  expect(await now()).toBe('waiting')
  clock.advance(1)
  expect(await now()).toBe('online')
})

it('ends with the reason of a stop, before or while it waits', async () => {
  const { clock, controller, now } = waiting({ main: account('connecting') })
  controller.abort('够了')
  expect(await now()).toBe('够了')
  expect(clock.timers).toBe(0)
  const signal = AbortSignal.abort('schon')
  await expect(whenOnline(new Topic({}), '10001', { clock, signal })).rejects.toBe('schon')
})
