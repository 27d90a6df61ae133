import { onTestFinished } from 'vitest'
import type {
  ChatAddress,
  ChatClient,
  IncomingMessage,
  Sender,
} from '../../../../src/agent/chat/chat-client.ts'
import { chatKey } from '../../../../src/agent/chat/chat-client.ts'
import { type OneBot, startOneBot } from '../../../../src/agent/chat/onebot/onebot.ts'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import type { Log, LogLevel } from '../../../../src/agent/kernel/log.ts'
import { Topic } from '../../../../src/agent/kernel/topic.ts'
import { Account } from '../../../../src/shared/config.ts'
import type { AccountState, PendingConnection } from '../../../../src/shared/state.ts'
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts'
import { FakeOneBot, type FakeOneBotOptions } from '../../../support/fake-onebot.ts'

export interface LoggedLine {
  level: LogLevel
  message: string
  fields: Record<string, unknown>
}

/** The adapter with everything around it that a test looks at. */
export interface Room {
  readonly oneBot: OneBot
  readonly clock: FakeClock
  readonly states: Topic<Record<string, AccountState>>
  readonly pending: Topic<Record<string, PendingConnection>>
  readonly messages: IncomingMessage[]
  readonly recalled: { chat: ChatAddress; messageId: string }[]
  readonly poked: { chat: ChatAddress; sender: Sender }[]
  readonly left: ChatAddress[]
  readonly pinned: [accountId: string, selfId: string][]
  readonly lines: LoggedLine[]
  readonly life: Lifetime
  /** Tokens that this host cannot open. */
  readonly unreadable: Set<string>
  /** Configures server accounts on free ports and client accounts, with plain tokens. */
  update(...accounts: Record<string, unknown>[]): Promise<void>
  /** State of an account, `bot` by default. */
  state(id?: string): AccountState
  /** Where a QQ end dials. */
  address(id?: string): string
  /** A reverse end that has connected, or was refused. It stops with the test. */
  reverse(options?: FakeOneBotOptions, path?: string): Promise<FakeOneBot>
  /** A forward end that listens. It stops with the test. */
  forward(options?: FakeOneBotOptions): Promise<FakeOneBot>
}

export interface ConnectedRoom {
  readonly room: Room
  readonly qq: FakeOneBot
  readonly client: ChatClient
}

/** A server account on any free port. */
export const server = { id: 'bot', mode: 'server', port: 0 }

export function openRoom(): Room {
  const life = new Lifetime()
  const clock = createFakeClock()
  const states = new Topic<Record<string, AccountState>>({})
  const pending = new Topic<Record<string, PendingConnection>>({})
  const messages: IncomingMessage[] = []
  const recalled: Room['recalled'] = []
  const poked: Room['poked'] = []
  const left: ChatAddress[] = []
  const pinned: Room['pinned'] = []
  const lines: LoggedLine[] = []
  const unreadable = new Set<string>()
  const oneBot = startOneBot(life, {
    clock,
    log: recordingLog(lines),
    events: {
      message: (message) => messages.push(message),
      recalled: (chat, messageId) => recalled.push({ chat, messageId }),
      poked: (chat, sender) => poked.push({ chat, sender }),
      left: (chat) => left.push(chat),
    },
    accountStates: states,
    pending,
    token: (account) =>
      unreadable.has(account.id) || typeof account.accessToken !== 'string' ? null : account.accessToken,
    pin: (accountId, selfId) => pinned.push([accountId, selfId]),
    random: () => 0.5,
  })
  onTestFinished(() => dispose(life, clock))
  const address = (id = 'bot') => oneBot.listening().find((one) => one.id === id)?.listen ?? 'ws://nowhere'
  const keep = (fake: FakeOneBot) => {
    onTestFinished(() => fake.stop())
    return fake
  }
  return {
    oneBot,
    clock,
    states,
    pending,
    messages,
    recalled,
    poked,
    left,
    pinned,
    lines,
    life,
    unreadable,
    update: (...accounts) => oneBot.update(accounts.map((account) => Account.parse(account))),
    state(id = 'bot') {
      const state = states.value[id]
      if (!state) throw new Error(`No account ${id}`)
      return state
    },
    address,
    reverse: (options, path = '') => keep(new FakeOneBot(options)).connect(address() + path),
    forward: (options) => keep(new FakeOneBot(options)).listen(),
  }
}

/** A room with one account to which a QQ end is connected, and the client that speaks for it. */
export async function openConnectedRoom(options: FakeOneBotOptions = {}): Promise<ConnectedRoom> {
  const room = openRoom()
  await room.update(server)
  const qq = await room.reverse(options)
  await until(() => room.state().endName !== null)
  const client = room.oneBot.client(qq.selfId)
  if (!client) throw new Error('The account has no client')
  return { room, qq, client }
}

/** Ends the adapter; a half-open socket waits two seconds of the clock, which stands still unless it is moved. */
export async function dispose(life: Lifetime, clock: FakeClock): Promise<void> {
  let over = false
  const disposed = life.dispose().finally(() => {
    over = true
  })
  await until(() => {
    clock.advance(100)
    return over
  })
  await disposed
}

export function group(id: string, selfId = '10001'): ChatAddress {
  return { selfId, kind: 'group', id, key: chatKey('group', id) }
}

export function person(id: string, selfId = '10001'): ChatAddress {
  return { selfId, kind: 'private', id, key: chatKey('private', id) }
}

/** Waits until `condition` holds, letting sockets do their work; the test's own time-out ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

function recordingLog(lines: LoggedLine[]): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      lines.push({ level, message, fields })
    }
  const log: Log = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    module: () => log,
  }
  return log
}
