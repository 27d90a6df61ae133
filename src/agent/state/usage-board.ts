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

type Spenders = Exclude<BudgetScope, 'day'>

/** Today's sums, counted along while running; a new day begins at zero. Who spent what is kept for the budgets. */
export class UsageBoard {
  readonly #usage: Topic<UsageToday>
  readonly #parts: UsageBoardParts
  readonly #spenders: Record<Spenders, Map<string, Spender>> = { chat: new Map(), person: new Map() }
  /** Budgets of which at least 80 % is spent. */
  readonly #near = new Map<string, BudgetUse>()

  constructor(usage: Topic<UsageToday>, parts: UsageBoardParts) {
    this.#usage = usage
    this.#parts = parts
  }

  load(): void {
    const { storage, clock } = this.#parts
    const now = clock.now()
    const day = dayOf(now)
    this.#forget()
    for (const scope of ['chat', 'person'] as const)
      for (const { key, cost, turnId } of storage.usage.spent(scope, day))
        this.#spenders[scope].set(key, { cost, turnId })
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
    this.#look('day', '')
    if (call.chatId !== null) this.#spend('chat', String(call.chatId), call.cost, call.turnId)
    if (call.person !== null) this.#spend('person', call.person, call.cost, call.turnId)
    this.#showBudgets()
  }

  addReply(): void {
    this.#usage.set('replies', this.#today().replies + 1)
  }

  /** Yuan spent today: by everybody, in a chat, by a person. */
  spending(chatId: number, person: string): Spending {
    return {
      day: this.#today().cost,
      chat: this.#spenders.chat.get(String(chatId))?.cost ?? 0,
      person: this.#spenders.person.get(person)?.cost ?? 0,
    }
  }

  /** Looks again at which budgets are nearly spent; to be called when they, or the owners, have changed. */
  review(): void {
    this.#today()
    this.#near.clear()
    this.#look('day', '')
    for (const scope of ['chat', 'person'] as const)
      for (const key of this.#spenders[scope].keys()) this.#look(scope, key)
    this.#showBudgets()
  }

  #spend(scope: Spenders, key: string, cost: number, turnId: number | null): void {
    const known = this.#spenders[scope].get(key)
    this.#spenders[scope].set(key, {
      cost: (known?.cost ?? 0) + cost,
      turnId: turnId ?? known?.turnId ?? null,
    })
    this.#look(scope, key)
  }

  #look(scope: BudgetScope, key: string): void {
    const { budget, isOwner, storage } = this.#parts
    const limit = budget()[scope]
    const spender = scope === 'day' ? null : (this.#spenders[scope].get(key) ?? null)
    const spent = spender ? spender.cost : this.#today().cost
    const id = `${scope}:${key}`
    if (levelOf(spent, limit) === 'ok' || (scope === 'person' && isOwner(key))) {
      this.#near.delete(id)
      return
    }
    const title = scope === 'day' ? '' : storage.usage.title(scope, key, spender?.turnId ?? null)
    this.#near.set(id, { scope, key, title, spent, limit })
  }

  #showBudgets(): void {
    if (this.#near.size === 0 && this.#usage.value.budgets.length === 0) return
    const all = [...this.#near.values()]
    this.#usage.set('budgets', [
      ...all.filter(({ scope }) => scope === 'day'),
      ...all.filter(({ scope }) => scope !== 'day'),
    ])
  }

  #today(): UsageToday {
    const day = dayOf(this.#parts.clock.now())
    if (day !== this.#usage.value.day) {
      this.#forget()
      // The day last: whoever is told of it must not find yesterday's budgets.
      this.#usage.patch({ ...noUsage, replies: 0, budgets: [], day })
    }
    return this.#usage.value
  }

  #forget(): void {
    this.#near.clear()
    this.#spenders.chat.clear()
    this.#spenders.person.clear()
  }
}
