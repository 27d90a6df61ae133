import type { Config } from '../../shared/config.ts'
import { noUsage } from '../../shared/costs.ts'
import { noPictures } from '../../shared/pictures.ts'
import type { AppState, FeedName, Feeds, TopicName, Topics } from '../../shared/state.ts'
import { Emitter } from '../kernel/emitter.ts'
import { Topic } from '../kernel/topic.ts'
import { dayOf } from '../storage/model-calls.ts'

/** Everything the panel shows live: the observables that the parts write and the panel's link reads. */
export interface PanelState {
  readonly topics: { [T in TopicName]: Topic<Topics[T]> }
  readonly feeds: { [F in FeedName]: Emitter<Feeds[F]> }
}

export function createPanelState(app: AppState, config: Config): PanelState {
  return {
    topics: {
      app: new Topic(app),
      problems: new Topic({}),
      config: new Topic({ revision: 0, config, secrets: {} }),
      accounts: new Topic({}),
      pending: new Topic({}),
      providers: new Topic({}),
      models: new Topic({}),
      pictures: new Topic(noPictures),
      load: new Topic({ running: 0, queued: 0, maxTurns: config.inbox.maxTurns }),
      turns: new Topic({}),
      chats: new Topic({}),
      characters: new Topic({}),
      access: new Topic<Topics['access']>({ claimUntil: null, candidates: [], denials: [] }),
      recent: new Topic<Topics['recent']>({ replies: [] }),
      missed: new Topic({}),
      usage: new Topic<Topics['usage']>({ ...noUsage, day: dayOf(app.startedAt), replies: 0, budgets: [] }),
      process: new Topic<Topics['process']>({
        rssBytes: 0,
        cpuPercent: 0,
        loopDelayMs: 0,
        databaseBytes: 0,
        freeDiskBytes: null,
        messages: 0,
        messagesPerMinute: 0,
        history: { rssBytes: [], cpuPercent: [], loopDelayMs: [], messagesPerMinute: [] },
      }),
      tools: new Topic({}),
      toolFiles: new Topic({}),
      mcp: new Topic({}),
      asks: new Topic<Topics['asks']>({ waiting: [], grants: [] }),
      reminders: new Topic({}),
    },
    feeds: { logs: new Emitter(), messages: new Emitter(), stream: new Emitter() },
  }
}
