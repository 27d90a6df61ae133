import { Config } from '../../src/shared/config.ts'
import type { CallName, CallOutput, CallParsed, EditOp, Reply } from '../../src/shared/ipc.ts'
import { sandboxSelfId } from '../../src/shared/sandbox.ts'
import type { Change, ChatMessage } from '../../src/shared/state.ts'
import { fakeAccess } from './fake-access.ts'
import { fakeCharacterHandlers } from './fake-characters.ts'
import { fakeChatHandlers } from './fake-chats.ts'
import { fakeCosts } from './fake-costs.ts'
import { fakeLogPage } from './fake-logs.ts'
import { fakeMessages, fakeTurnDetail } from './fake-messages.ts'
import { fakeModels } from './fake-models.ts'
import type { FakeBot } from './fake-panel.ts'
import { fakePictures } from './fake-pictures.ts'
import { fakeSandbox } from './fake-sandbox.ts'
import { fakeTools } from './fake-tools.ts'
import { fakeTransfer } from './fake-transfer.ts'

type Handled = Exclude<CallName, 'panel.watch'>
type Handlers = { [N in Handled]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }
type Handle = (name: Handled, input: unknown) => Promise<Reply<unknown>>

/** Answers every call from made-up data; edits are kept until the page is loaded again. */
export function createFakeHandlers(bot: FakeBot): Handle {
  const messages = new Map<number, ChatMessage[]>()
  const changes: (Change & { restore: () => void })[] = []
  const messagesOf = (chatId: number) => {
    const known = messages.get(chatId)
    if (known) return known
    const sandbox = bot.topics.chats[chatId]?.selfId === sandboxSelfId
    const made = sandbox || bot.scene === 'empty' ? [] : fakeMessages(chatId, Date.now())
    messages.set(chatId, made)
    return made
  }
  const record = (
    scope: string,
    scopeTitle: string,
    path: string,
    before: unknown,
    after: unknown,
    restore: () => void,
  ) => {
    changes.unshift({
      id: changes.length + 1,
      at: Date.now(),
      scope,
      scopeTitle,
      path,
      before,
      after,
      undone: false,
      restore,
    })
  }
  const setConfig = (config: unknown) => {
    const revision = bot.topics.config.revision + 1
    bot.change('config', { revision, config: Config.parse(config) })
    return { revision }
  }
  const bumped = () => {
    const revision = bot.topics.config.revision + 1
    bot.change('config', { revision })
    return { revision }
  }

  const handlers: Handlers = {
    ...fakeAccess(bot),
    'app.pause': ({ paused }) => {
      bot.change('app', { paused })
      return null
    },
    'config.edit': ({ revision, ops }) => {
      if (revision !== bot.topics.config.revision) fail('edit.stale', '别处刚改过这里')
      const before = bot.topics.config.config
      const after = structuredClone(before)
      for (const op of ops) {
        record(
          'config',
          '全局',
          op.path.join('.'),
          read(before, op.path),
          'set' in op ? op.set : undefined,
          () => setConfig(before),
        )
        apply(after, op)
      }
      return setConfig(after)
    },
    'config.changes': ({ before, limit }) =>
      changes
        .filter(({ id }) => before === undefined || id < before)
        .slice(0, limit)
        .map(({ restore: _, ...change }) => change),
    'config.undo': ({ changeId }) => {
      const change = changes.find(({ id }) => id === changeId)
      change?.restore()
      if (change) change.undone = true
      return bumped()
    },
    'accounts.token': () => ({ token: 'kf83hs0Qm2xZ1pLw' }),
    'accounts.newToken': () => ({ token: Math.random().toString(36).slice(2, 18) }),
    'accounts.reconnect': () => null,
    ...fakeModels({ bot, fail }),
    'chats.list': ({ search, kind, limit }) =>
      Object.values(bot.topics.chats)
        .filter((chat) => chat.title.includes(search))
        .filter((chat) => kind === 'all' || (kind === 'problem' ? chat.problem !== null : chat.kind === kind))
        .toSorted((a, b) => b.lastAt - a.lastAt)
        .slice(0, limit),
    'chats.messages': async ({ chatId, before, limit }) => {
      await later(120)
      const all = messagesOf(chatId).filter(({ id }) => before === undefined || id < before)
      return all.slice(-limit)
    },
    ...fakeChatHandlers({
      bot,
      messagesOf,
      record: ({ scope, scopeTitle, path, before, after }, restore) =>
        record(scope, scopeTitle, path, before, after, restore),
      apply,
      bumped,
      fail,
    }),
    ...fakeCharacterHandlers({
      bot,
      record: ({ scope, scopeTitle, path, before, after }, restore) =>
        record(scope, scopeTitle, path, before, after, restore),
      apply,
      bumped,
      fail,
    }),
    'chats.clear': ({ chatId, undo }) => {
      const row = bot.topics.chats[chatId]
      const end = (messagesOf(chatId).at(-1)?.id ?? 0) + 1
      if (row) bot.change('chats', { [chatId]: { ...row, contextFrom: undo ? 0 : end } })
      return null
    },
    'turns.get': async ({ id }) => {
      await later(200)
      return fakeTurnDetail(id, bot.topics.turns[id], Date.now())
    },
    'turns.stop': ({ id }) => {
      bot.change('turns', { [id]: undefined })
      return null
    },
    'turns.clear': () => {
      const waiting = Object.values(bot.topics.turns).filter(
        ({ endedAt, steps }) => endedAt === null && ['queued', 'merging'].includes(steps.at(-1)?.stage ?? ''),
      )
      for (const { id } of waiting) bot.change('turns', { [id]: undefined })
      return { stopped: waiting.length }
    },
    'turns.retry': ({ messageId }) => {
      const item = Object.values(bot.topics.missed).find((missed) => missed.messageId === messageId)
      if (item) bot.change('missed', { [item.id]: undefined })
      return null
    },
    'missed.dismiss': ({ ids }) => {
      bot.change('missed', Object.fromEntries(ids.map((id) => [id, undefined])))
      return null
    },
    ...fakeCosts({ bot, fail }),
    ...fakePictures(bot, fail),
    ...fakeSandbox(bot, messagesOf),
    ...fakeTools(bot, fail),
    ...fakeTransfer(),
    'logs.query': async (query) => {
      await later(80)
      return bot.scene === 'empty' ? { lines: [], next: null } : fakeLogPage(query)
    },
  }

  return async (name, input) => {
    try {
      return { ok: true, output: await (handlers[name] as (input: unknown) => unknown)(input) }
    } catch (error) {
      if (error instanceof FakeRefusal) return { ok: false, problem: error.problem }
      throw error
    }
  }
}

class FakeRefusal extends Error {
  readonly problem: { code: string; message: string; hint: string }

  constructor(code: string, message: string, hint: string) {
    super(message)
    this.problem = { code, message, hint }
  }
}

function fail(code: string, message: string, hint = ''): never {
  throw new FakeRefusal(code, message, hint)
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

type Tree = Record<string, unknown>

function step(tree: unknown, key: string): unknown {
  if (Array.isArray(tree)) return tree.find((entry: Tree) => entry.id === key || entry.name === key)
  return (tree as Tree | undefined)?.[key]
}

function read(tree: unknown, path: string[]): unknown {
  return path.reduce(step, tree)
}

function apply(root: unknown, op: EditOp): void {
  const parent = op.path.slice(0, -1).reduce((at, name) => step(at, name) ?? opened(at, name), root)
  const key = op.path.at(-1) ?? ''
  if (Array.isArray(parent)) {
    const index = parent.findIndex((entry: Tree) => entry.id === key || entry.name === key)
    const at = index < 0 ? parent.length : index
    if ('set' in op) parent.splice(at, 1, op.set)
    else parent.splice(at, 1)
  } else if ('set' in op) (parent as Tree)[key] = op.set
  else delete (parent as Tree)[key]
}

/** A layer holds only what differs: the object around a field may not be there yet. */
function opened(tree: unknown, key: string): unknown {
  const made = {}
  ;(tree as Tree)[key] = made
  return made
}
