import { calls, type PanelTransport, type Reply } from '../../src/shared/ipc.ts'
import type { FeedName, StateMessage, TopicName, Topics } from '../../src/shared/state.ts'
import { startFakeCosts } from './fake-costs.ts'
import { createFakeHandlers } from './fake-handlers.ts'
import { fakeLanes } from './fake-lanes.ts'
import { startFakeLogs } from './fake-logs.ts'
import { emptyTopics, errorTopics, fullTopics } from './fake-topics.ts'
import { startFakeMerging, startFakeTurns } from './fake-turns.ts'

export interface FakePanelOptions {
  scene: 'full' | 'empty' | 'error'
  host: 'desktop' | 'web'
  /** Nothing moves by itself, for pictures that are always the same. */
  still: boolean
  /** Live log lines a second. */
  logRate: number
}

/** What handlers and clockwork may do to the made-up bot. */
export interface FakeBot {
  readonly topics: Topics
  readonly scene: FakePanelOptions['scene']
  /** Replaces a topic's fields or rows; `undefined` removes a row. */
  change<T extends TopicName>(topic: T, fields: { [K in keyof Topics[T]]?: Topics[T][K] | undefined }): void
  emit(feed: FeedName, items: unknown[], skipped?: number): void
}

type Listener = (message: unknown) => void

/** A bot made of data, behind the same three functions as the real bridge. */
export function createFakePanel(options: FakePanelOptions): PanelTransport {
  const builders = { full: fullTopics, empty: emptyTopics, error: errorTopics }
  const topics = builders[options.scene](Date.now())
  topics.app.host = options.host
  if (options.scene !== 'empty') for (const turn of fakeLanes(Date.now())) topics.turns[turn.id] = turn
  const states = new Set<Listener>()
  const feeds = new Set<Listener>()
  let stateSequence = 0
  let feedSequence = 0
  let watched: readonly TopicName[] = []

  const publish = (message: StateMessage['topics']) => {
    stateSequence++
    for (const listener of states) listener({ sequence: stateSequence, topics: message })
  }
  const bot: FakeBot = {
    topics,
    scene: options.scene,
    change(topic, fields) {
      const target = topics[topic] as unknown as Record<string, unknown>
      const remove: string[] = []
      const set: Record<string, unknown> = {}
      for (const [key, value] of Object.entries(fields)) {
        if (value === undefined) {
          remove.push(key)
          delete target[key]
        } else {
          set[key] = value
          target[key] = value
        }
      }
      if (watched.includes(topic)) publish({ [topic]: { whole: false, set, remove } })
    },
    emit(feed, items, skipped = 0) {
      feedSequence++
      for (const listener of feeds)
        listener({ sequence: feedSequence, feeds: { [feed]: { items, skipped } } })
    },
  }
  const watch = (names: readonly TopicName[]) => {
    watched = names
    publish(
      Object.fromEntries(names.map((name) => [name, { whole: true, set: { ...topics[name] }, remove: [] }])),
    )
    return { sequence: stateSequence }
  }
  const handlers = createFakeHandlers(bot)
  if (!options.still) {
    startFakeTurns(bot)
    startFakeMerging(bot)
    if (options.scene !== 'empty') startFakeLogs(bot, options.logRate)
    if (options.scene !== 'empty') startFakeCosts(bot)
  }

  return {
    async call(name, input): Promise<Reply<unknown>> {
      const schema = Object.hasOwn(calls, name) ? calls[name as keyof typeof calls].input : null
      const parsed = schema?.safeParse(input)
      if (!parsed?.success)
        return { ok: false, problem: { code: 'input.invalid', message: `${name} 的参数不对`, hint: '' } }
      if (name === 'panel.watch')
        return { ok: true, output: watch((input as { topics: TopicName[] }).topics) }
      return handlers(name as Exclude<keyof typeof calls, 'panel.watch'>, parsed.data)
    },
    onState: (listener) => add(states, listener),
    onFeed: (listener) => add(feeds, listener),
  }
}

function add(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
