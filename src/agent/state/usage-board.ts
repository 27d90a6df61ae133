import { type Budget, type BudgetUse, noUsage, type UsageToday } from '../../shared/costs.ts'
import { type BudgetScope, levelOf, type Spending } from '../costs/budget.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Topic } from '../kernel/topic.ts'
import { dayOf, type NewModelCall } from '../storage/model-calls.ts'
import type { Storage } from '../storage/storage.ts'

export interface UsageBoardParts {
  readonly storage: Pick<Storage, 'modelCalls' | 'turns' | 'usage'>
  readonly clock: Clock
  budget(): Budget
  /** Whether a person has no limit of his own. */
  isOwner(person: string): boolean
}

/** What one chat or one person spent today, in yuan, and the last turn of it, by which a person has a name. */
interface Spender {
  cost: number
  turnId: number | null
}

/** Today's sums, counted along while running; a new day begins at zero. Who spent what is kept for the budgets. */
export class UsageBoard {
  readonly #usage: Topic<UsageToday>
  readonly #parts: UsageBoardParts
  readonly #chats = new Map<string, Spender>()
  readonly #people = new Map<string, Spender>()

  constructor(usage: Topic<UsageToday>, parts: UsageBoardParts) {
    this.#usage = usage
    this.#parts = parts
  }

  load(): void {
    const { storage, clock } = this.#parts
    const now = clock.now()
    const day = dayOf(now)
    this.#forget()
    for (const { key, cost, turnId } of storage.usage.spent('chat', day))
      this.#chats.set(key, { cost, turnId })
    for (const { key, cost, turnId } of storage.usage.spent('person', day))
      this.#people.set(key, { cost, turnId })
    const replies = storage.turns.repliesSince(new Date(now).setHours(0, 0, 0, 0))
    this.#usage.patch({ ...storage.modelCalls.day(day), day, replies })
    this.review()
  }

  /** A call has ended. It counts on the day on which it began, like in the store. */
  add(call: NewModelCall): void {
    const today = this.#today()
    if (dayOf(call.at) !== today.day) return
    this.#usage.patch({
      calls: today.calls + 1,
      failedCalls: today.failedCalls + (call.problem ? 1 : 0),
      unpriced: today.unpriced + (call.cost === null ? 1 : 0),
      estimated: today.estimated + (call.estimated ? 1 : 0),
      inputTokens: today.inputTokens + call.inputTokens,
      cachedTokens: today.cachedTokens + call.cachedTokens,
      outputTokens: today.outputTokens + call.outputTokens,
      reasoningTokens: today.reasoningTokens + call.reasoningTokens,
      cost: today.cost + (call.cost ?? 0),
    })
    if (!call.cost) return
    if (call.chatId !== null) spend(this.#chats, String(call.chatId), call.cost, call.turnId)
    if (call.person !== null) spend(this.#people, call.person, call.cost, call.turnId)
    this.review()
  }

  addReply(): void {
    this.#usage.set('replies', this.#today().replies + 1)
  }

  /** Yuan spent today: by everybody, in a chat, by a person. */
  spending(chatId: number, person: string): Spending {
    return {
      day: this.#today().cost,
      chat: this.#chats.get(String(chatId))?.cost ?? 0,
      person: this.#people.get(person)?.cost ?? 0,
    }
  }

  /** Looks again at which budgets are nearly spent; to be called when they, or the owners, have changed. */
  review(): void {
    const budgets = this.#nearBudgets()
    if (!sameUses(budgets, this.#usage.value.budgets)) this.#usage.set('budgets', budgets)
  }

  #nearBudgets(): BudgetUse[] {
    const { budget, isOwner } = this.#parts
    const limits = budget()
    const day = { scope: 'day' as const, key: '', title: '', spent: this.#today().cost, limit: limits.day }
    const people = this.#spenders('person', this.#people, limits.person).filter(({ key }) => !isOwner(key))
    return [
      ...(levelOf(day.spent, day.limit) === 'ok' ? [] : [day]),
      ...this.#spenders('chat', this.#chats, limits.chat),
      ...people,
    ]
  }

  #spenders(scope: Exclude<BudgetScope, 'day'>, spenders: Map<string, Spender>, limit: number): BudgetUse[] {
    if (limit === 0) return []
    return [...spenders]
      .filter(([, { cost }]) => levelOf(cost, limit) !== 'ok')
      .map(([key, { cost, turnId }]) => {
        const title = this.#parts.storage.usage.title(scope, key, turnId)
        return { scope, key, title, spent: cost, limit }
      })
  }

  #today(): UsageToday {
    const day = dayOf(this.#parts.clock.now())
    if (day !== this.#usage.value.day) {
      this.#forget()
      this.#usage.patch({ ...noUsage, day, replies: 0, budgets: [] })
    }
    return this.#usage.value
  }

  #forget(): void {
    this.#chats.clear()
    this.#people.clear()
  }
}

function spend(spenders: Map<string, Spender>, key: string, cost: number, turnId: number | null): void {
  const known = spenders.get(key)
  spenders.set(key, { cost: (known?.cost ?? 0) + cost, turnId: turnId ?? known?.turnId ?? null })
}

function sameUses(a: readonly BudgetUse[], b: readonly BudgetUse[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
