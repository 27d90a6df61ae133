import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent } from '../../src/agent/agent.ts'
import { type Clock, systemClock } from '../../src/agent/kernel/clock.ts'
import { startAgent } from '../../src/agent/start-agent.ts'
import type { CallInput, CallName, CallOutput, Reply } from '../../src/shared/ipc.ts'
import {
  type FeedName,
  type Feeds,
  feedNames,
  type TopicName,
  type Topics,
  topicNames,
} from '../../src/shared/state.ts'
import { waitFor } from './wait-for.ts'

export interface BotOptions {
  /** Written as config.json before the start; a string is written as it is. */
  config?: object | string
  /** Uses this folder instead of a new one, and leaves it. */
  dataDir?: string
  clock?: Clock
}

/** The whole bot in this process, with a panel that looks at everything. */
export interface Bot extends AsyncDisposable {
  readonly agent: Agent
  readonly dataDir: string
  /** Live state as a panel would see it. */
  readonly topics: { readonly [T in TopicName]: Readonly<Topics[T]> }
  /** Everything the feeds brought so far. */
  readonly feeds: { readonly [F in FeedName]: readonly Feeds[F][] }
  /** A call of the panel; throws its problem's message when it fails. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** The same, as it comes over the wire. */
  reply(name: string, input: unknown): Promise<Reply<unknown>>
  sandbox(kind?: 'private' | 'group'): SandboxChat
  stop(): Promise<void>
}

export interface SandboxChat {
  /** Says one line as 我, with @ when wanted, and returns the chat's id. */
  says(text: string, options?: { mention?: boolean; personId?: string; replyTo?: string }): Promise<number>
  /** Waits for the bot's next message in this chat that was not yet expected. */
  reply(): Promise<string>
  /** Waits until the newest line of the others has this reason. */
  decision(): Promise<string | null>
}

const workers = {
  reader: new URL('../../src/agent/storage/reader.ts', import.meta.url),
  image: new URL('../../src/agent/images/worker.ts', import.meta.url),
  tool: new URL('../../src/agent/tools/files/process.ts', import.meta.url),
  desk: new URL('../../src/agent/tools/desk/worker.ts', import.meta.url),
}

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'apricot-test-')))
  if (options.config !== undefined) {
    const text = typeof options.config === 'string' ? options.config : JSON.stringify(options.config)
    await writeFile(join(dataDir, 'config.json'), text)
  }
  const agent = await startAgent(
    { dataDir, host: 'web', version: '0.0.0', workers, sharp: 'sharp' },
    options.clock ?? systemClock,
  )
  const topics = Object.fromEntries(topicNames.map((name) => [name, {}])) as Record<
    TopicName,
    Record<string, unknown>
  >
  const feeds: { [F in FeedName]: Feeds[F][] } = { logs: [], messages: [], stream: [] }
  const link = agent.link({
    state(message) {
      for (const name of topicNames) {
        const change = message.topics[name]
        if (!change) continue
        if (change.whole) topics[name] = {}
        Object.assign(topics[name], change.set)
        for (const key of change.remove) delete topics[name][key]
      }
    },
    feed(message) {
      for (const name of feedNames) (feeds[name] as unknown[]).push(...(message.feeds[name]?.items ?? []))
    },
  })
  await link.call('panel.watch', { topics: [...topicNames], feeds: [...feedNames] })

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const reply = await link.call(name, input)
    if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.message}`)
    return reply.output as CallOutput<N>
  }

  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    link.dispose()
    await agent.dispose()
  }
  const bot: Bot = {
    agent,
    dataDir,
    topics: topics as unknown as Bot['topics'],
    feeds,
    call,
    reply: (name, input) => link.call(name, input),
    sandbox: (kind = 'private') => sandboxChat(bot, kind),
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
  return bot
}

function sandboxChat(bot: Bot, kind: 'private' | 'group'): SandboxChat {
  let chatId = 0
  let expected = 0
  const messages = async () =>
    chatId === 0 ? [] : (await bot.call('chats.messages', { chatId, limit: 200 })).reverse()
  return {
    async says(text, { mention = false, personId = '90001', replyTo } = {}) {
      const chat = kind === 'private' ? { kind, id: '90001' } : { kind, id: '80001', title: '三人群' }
      const input = { chat, personId, text, mention, ...(replyTo !== undefined && { replyTo }) }
      chatId = (await bot.call('sandbox.say', input)).chatId
      return chatId
    },
    async reply() {
      const message = await waitFor('a reply of the bot', async () => {
        const said = (await messages()).filter(({ from, delivery }) => from === 'bot' && delivery === 'sent')
        return said[expected]
      })
      expected++
      return message.text
    },
    async decision() {
      return (await messages()).filter(({ from }) => from === 'user').at(-1)?.reason ?? null
    },
  }
}
