import type { CallOutput, CallParsed } from '../../shared/ipc.ts'
import {
  type FeedMessage,
  type FeedName,
  type Feeds,
  feedNames,
  type StateMessage,
  type TopicChange,
  type TopicName,
  type Topics,
} from '../../shared/state.ts'
import type { PanelLink, PanelSink } from '../agent.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Emitter, Unsubscribe } from '../kernel/emitter.ts'
import type { Log } from '../kernel/log.ts'
import type { Topic } from '../kernel/topic.ts'
import { type Handlers, runCall } from './call.ts'
import { FeedQueue, joinDelta } from './feed-queue.ts'

/** Milliseconds between a change and the batch that carries it, and so between two batches of a link. */
const batchMs = 80

export interface PanelParts {
  readonly topics: { readonly [T in TopicName]: Topic<Topics[T]> }
  readonly feeds: { readonly [F in FeedName]: Emitter<Feeds[F]> }
  readonly handlers: Handlers
  readonly clock: Clock
  readonly log: Log
}

/** The agent's side of every panel that is opened: each gets a link of its own. */
export function createPanel(parts: PanelParts): { link(sink: PanelSink): PanelLink } {
  return { link: (sink) => createLink(parts, sink) }
}

function createLink(parts: PanelParts, sink: PanelSink): PanelLink {
  const open = new AbortController()
  const changed = new Map<TopicName, Set<PropertyKey>>()
  const queues: { [F in FeedName]: FeedQueue<Feeds[F]> } = {
    logs: new FeedQueue(),
    messages: new FeedQueue(),
    stream: new FeedQueue(joinDelta),
  }
  let subscriptions: Unsubscribe[] = []
  // State and feeds are counted apart: a gap in the state is what makes a reader ask for the snapshots.
  let stateSequence = 0
  let feedSequence = 0
  let cancelBatch: (() => void) | null = null

  function schedule(): void {
    cancelBatch ??= parts.clock.after(batchMs, sendBatch)
  }

  function sendBatch(): void {
    cancelBatch?.()
    cancelBatch = null
    sendState()
    sendFeeds()
  }

  function sendState(): void {
    const topics: StateMessage['topics'] = {}
    let waiting = false
    for (const [name, keys] of changed) {
      if (keys.size === 0) continue
      addChange(topics, name, keys)
      keys.clear()
      waiting = true
    }
    if (waiting) sink.state({ sequence: ++stateSequence, topics })
  }

  function sendFeeds(): void {
    const feeds: FeedMessage['feeds'] = {}
    for (const name of feedNames) takeFeed(feeds, name)
    if (Object.keys(feeds).length > 0) sink.feed({ sequence: ++feedSequence, feeds })
  }

  function addChange<T extends TopicName>(
    into: StateMessage['topics'],
    name: T,
    keys: Set<PropertyKey>,
  ): void {
    into[name] = changeOf<Topics[T]>(parts.topics[name].value, keys) as StateMessage['topics'][T]
  }

  function takeFeed<F extends FeedName>(into: FeedMessage['feeds'], name: F): void {
    const taken = queues[name].take()
    if (taken) into[name] = taken as FeedMessage['feeds'][F]
  }

  function watchTopic(name: TopicName): void {
    const keys = new Set<PropertyKey>()
    changed.set(name, keys)
    const unsubscribe = parts.topics[name].subscribe((key: PropertyKey) => {
      keys.add(key)
      schedule()
    })
    subscriptions.push(unsubscribe)
  }

  function watchFeed<F extends FeedName>(name: F, chatId: number | undefined): void {
    const unsubscribe = parts.feeds[name].on((item) => {
      if (chatId !== undefined && 'chatId' in item && item.chatId !== chatId) return
      queues[name].push(item)
      schedule()
    })
    subscriptions.push(unsubscribe)
  }

  function unwatch(): void {
    for (const unsubscribe of subscriptions) unsubscribe()
    subscriptions = []
    changed.clear()
  }

  function watch(wanted: CallParsed<'panel.watch'>): CallOutput<'panel.watch'> {
    unwatch()
    // What the feeds gathered so far was wanted; the state is told whole anyway.
    sendBatch()
    const topics: StateMessage['topics'] = {}
    for (const name of new Set(wanted.topics)) {
      watchTopic(name)
      addSnapshot(topics, name)
    }
    for (const name of new Set(wanted.feeds)) watchFeed(name, wanted.chatId)
    if (wanted.topics.length > 0) sink.state({ sequence: ++stateSequence, topics })
    return { sequence: stateSequence }
  }

  function addSnapshot<T extends TopicName>(into: StateMessage['topics'], name: T): void {
    const whole = { whole: true, set: { ...parts.topics[name].value }, remove: [] }
    into[name] = whole as StateMessage['topics'][T]
  }

  const handlers = { ...parts.handlers, 'panel.watch': watch }
  return {
    call: (name, input) => runCall(handlers, name, input, { signal: open.signal, log: parts.log }),
    dispose() {
      open.abort()
      unwatch()
      cancelBatch?.()
    },
  }
}

/** Reads the values as they are now: what changed ten times since the last batch travels once. */
function changeOf<T extends object>(value: Readonly<T>, keys: Set<PropertyKey>): TopicChange<T> {
  const set: Partial<T> = {}
  const remove: string[] = []
  for (const key of keys) {
    if (Object.hasOwn(value, key)) set[key as keyof T] = value[key as keyof T]
    else remove.push(String(key))
  }
  return { whole: false, set, remove }
}
