import type { Config } from '../shared/config.ts'
import { stoppedBy, wantsCheap } from './costs/budget.ts'
import { BudgetNotices } from './costs/budget-notices.ts'
import { CacheWatch } from './costs/cache-watch.ts'
import type { Clock } from './kernel/clock.ts'
import type { Lifetime } from './kernel/lifetime.ts'
import type { PanelState } from './state/panel-state.ts'
import type { ProblemBoard } from './state/problem-board.ts'
import { UsageBoard } from './state/usage-board.ts'
import type { NewModelCall } from './storage/model-calls.ts'
import type { Storage } from './storage/storage.ts'

const minuteMs = 60_000

export interface CostsParts {
  readonly storage: Storage
  readonly topic: PanelState['topics']['usage']
  readonly problems: ProblemBoard
  readonly clock: Clock
  config(): Config
  /** Says something to the owners; false when nobody can say it now. Not called before this has returned. */
  tell(text: string): boolean
}

export interface Costs {
  readonly usage: UsageBoard
  readonly cacheWatch: CacheWatch
  /** Takes a call into the sums and the store. */
  book(call: NewModelCall): void
  /** Whether a budget wants this person in this chat answered by the cheap model. */
  wantsCheap(chatId: number, senderId: string): boolean
  /** The budget that forbids an answer, in words; null when none does. */
  overBudget(chatId: number, senderId: string): string | null
  /** Budgets or owners may have changed; to be called once at the start, too. */
  review(): void
}

/** Everything about money: today's sums, what the budgets say, and who is told. */
export function startCosts(life: Lifetime, parts: CostsParts): Costs {
  const { storage, topic, problems, clock, config, tell } = parts
  const budget = () => config().budget
  const isOwner = (person: string) => config().access.owners.includes(person)
  const usage = new UsageBoard(topic, { storage, clock, budget, isOwner })
  usage.load()
  const notices = new BudgetNotices({
    budget,
    hasCheap: () => config().slots.cheap.length > 0,
    told: (day) => storage.usage.told(day),
    setTold: (day, told) => storage.usage.setTold(day, told),
    tell,
    problems,
  })
  life.defer(
    topic.subscribe((key) => {
      if (key === 'budgets' || key === 'day') notices.review(topic.value)
    }),
  )
  const review = () => {
    usage.review()
    notices.review(topic.value)
  }
  // Midnight ends yesterday's budgets, also when nobody calls a model.
  life.defer(clock.every(minuteMs, review))
  const asked = (chatId: number, senderId: string) =>
    [budget(), usage.spending(chatId, senderId), isOwner(senderId)] as const
  return {
    usage,
    cacheWatch: new CacheWatch(),
    book: (call) => {
      usage.add(call)
      storage.modelCalls.insert(call)
    },
    wantsCheap: (chatId, senderId) => wantsCheap(...asked(chatId, senderId)),
    overBudget: (chatId, senderId) => stoppedBy(...asked(chatId, senderId)),
    review,
  }
}

/** The first of the bot's numbers that is online; null when none is. */
export function speakerOf(accounts: PanelState['topics']['accounts']): string | null {
  const online = Object.values(accounts.value).find(({ state }) => state === 'connected')
  return online?.selfId ?? null
}
