import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallInput, CallName, CallOutput, PanelTransport } from '../../shared/ipc.ts'
import type { FeedMessage, FeedName, Feeds, StateMessage, TopicName } from '../../shared/state.ts'
import { InterestBook } from './interest.ts'
import { applyBatch, isSnapshot, type LiveState } from './live-state.ts'
import { PanelError } from './panel-error.ts'

export type Connection = 'open' | 'reconnecting' | 'refused'

/** A transport that can also be lost and come back. */
export interface LiveTransport extends PanelTransport {
  onConnection(listener: (connection: Connection) => void): () => void
}

export interface FeedListener<F extends FeedName> {
  /** `skipped` items were dropped by the other side because there were too many. */
  items(items: Feeds[F][], skipped: number): void
  /** From here on nothing is missed, but before something may have been (the start, a reconnect): read the list. */
  gap?(): void
}

interface FeedEntry {
  feed: FeedName
  items(items: unknown[], skipped: number): void
  gap(): void
}

/**
 * The panel's end of the wire: a store of topics, the feeds' listeners and the calls.
 * Start, reload, reconnect and a gap in a sequence are one path: ask for the snapshots again.
 */
export class LiveLink {
  readonly store: StoreApi<LiveState> = createStore<LiveState>(() => ({}))
  readonly connection: StoreApi<Connection> = createStore<Connection>(() => 'open')
  readonly #transport: LiveTransport
  readonly #interest = new InterestBook()
  readonly #feeds = new Set<FeedEntry>()
  /** Feeds that the other side may not be sending yet. */
  readonly #unheard = new Set<FeedEntry>()
  readonly #defer: (run: () => void) => void
  #watchDue = false
  #lastState: number | null = null
  #lastFeed: number | null = null

  /** `defer` runs a little later, so that leaving one page and entering the next is one message. */
  constructor(transport: LiveTransport, defer: (run: () => void) => void) {
    this.#transport = transport
    this.#defer = defer
  }

  /** Begins to listen; returns what stops it. */
  start(): () => void {
    const stops = [
      this.#transport.onState((message) => this.#receiveState(message as StateMessage)),
      this.#transport.onFeed((message) => this.#receiveFeed(message as FeedMessage)),
      this.#transport.onConnection((connection) => this.#connectionChanged(connection)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Rejects with a {@link PanelError}; nothing else. */
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const reply = await this.#transport.call(name, input)
    if (!reply.ok) throw new PanelError(reply.problem)
    return reply.output as CallOutput<N>
  }

  watchTopic(topic: TopicName): () => void {
    return this.#look(this.#interest.addTopic(topic))
  }

  watchFeed<F extends FeedName>(feed: F, listener: FeedListener<F>, chatId?: number): () => void {
    const entry: FeedEntry = {
      feed,
      items: (items, skipped) => listener.items(ofChat(items as Feeds[F][], chatId), skipped),
      gap: () => listener.gap?.(),
    }
    this.#feeds.add(entry)
    this.#unheard.add(entry)
    const leave = this.#interest.addFeed(feed, chatId)
    return this.#look(() => {
      this.#feeds.delete(entry)
      this.#unheard.delete(entry)
      leave()
    })
  }

  #look(leave: () => void): () => void {
    this.#askSoon()
    return () => {
      leave()
      this.#askSoon()
    }
  }

  #askSoon(): void {
    if (this.#watchDue) return
    this.#watchDue = true
    this.#defer(() => {
      this.#watchDue = false
      void this.#watch()
    })
  }

  async #watch(): Promise<void> {
    const asked = [...this.#unheard]
    const { ok } = await this.#transport.call('panel.watch', this.#interest.union)
    // A lost call needs no handling: the connection coming back asks again.
    if (!ok) return
    for (const entry of asked) if (this.#unheard.delete(entry)) entry.gap()
  }

  #connectionChanged(connection: Connection): void {
    this.connection.setState(connection, true)
    if (connection !== 'open') return
    this.#lastState = null
    this.#lastFeed = null
    for (const entry of this.#feeds) this.#unheard.add(entry)
    this.#askSoon()
  }

  #receiveState(message: StateMessage): void {
    const gap = this.#lastState !== null && message.sequence !== this.#lastState + 1
    this.#lastState = message.sequence
    if (gap && !isSnapshot(message)) this.#askSoon()
    this.store.setState((state) => applyBatch(state, message), true)
  }

  #receiveFeed(message: FeedMessage): void {
    const gap = this.#lastFeed !== null && message.sequence !== this.#lastFeed + 1
    this.#lastFeed = message.sequence
    for (const entry of this.#feeds) {
      const batch = message.feeds[entry.feed]
      if (gap) entry.gap()
      if (batch) entry.items(batch.items, batch.skipped)
    }
  }
}

function ofChat<T>(items: T[], chatId: number | undefined): T[] {
  if (chatId === undefined) return items
  return items.filter((item) => (item as { chatId?: number }).chatId === chatId)
}
