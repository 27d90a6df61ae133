import { type FeedName, feedNames, type TopicName, topicNames } from '../../shared/state.ts'

/** What `panel.watch` is told: the union of what the mounted parts look at. */
export interface Interest {
  topics: TopicName[]
  feeds: FeedName[]
  chatId?: number
}

/** Counts who looks at what; the same thing looked at twice is asked for once. */
export class InterestBook {
  readonly #topics = new Map<TopicName, number>()
  readonly #feeds = new Map<FeedName, Map<number | undefined, number>>()

  addTopic(topic: TopicName): () => void {
    count(this.#topics, topic, 1)
    return once(() => count(this.#topics, topic, -1))
  }

  addFeed(feed: FeedName, chatId: number | undefined): () => void {
    const chats = this.#feeds.get(feed) ?? new Map<number | undefined, number>()
    this.#feeds.set(feed, chats)
    count(chats, chatId, 1)
    return once(() => {
      count(chats, chatId, -1)
      if (chats.size === 0) this.#feeds.delete(feed)
    })
  }

  /** Feeds are narrowed to one chat only while everybody looks at that same chat. */
  get union(): Interest {
    const chats = new Set(
      [...this.#feeds].filter(([feed]) => feed !== 'logs').flatMap(([, c]) => [...c.keys()]),
    )
    const [only] = chats
    return {
      topics: topicNames.filter((topic) => this.#topics.has(topic)),
      feeds: feedNames.filter((feed) => this.#feeds.has(feed)),
      ...(chats.size === 1 && only !== undefined && { chatId: only }),
    }
  }
}

function count<K>(counts: Map<K, number>, key: K, step: 1 | -1): void {
  const next = (counts.get(key) ?? 0) + step
  if (next > 0) counts.set(key, next)
  else counts.delete(key)
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
