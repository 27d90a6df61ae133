import type { ModelCallRecord, UsageToday } from '../../shared/state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Topic } from '../kernel/topic.ts'
import { dayOf } from '../storage/model-calls.ts'
import type { Storage } from '../storage/storage.ts'

/** Today's sums, counted along while running; a new day begins at zero. */
export class UsageBoard {
  readonly #usage: Topic<UsageToday>
  readonly #storage: Pick<Storage, 'modelCalls' | 'turns'>
  readonly #clock: Clock

  constructor(usage: Topic<UsageToday>, storage: Pick<Storage, 'modelCalls' | 'turns'>, clock: Clock) {
    this.#usage = usage
    this.#storage = storage
    this.#clock = clock
  }

  load(): void {
    const { modelCalls, turns } = this.#storage
    const now = this.#clock.now()
    const replies = turns.repliesSince(new Date(now).setHours(0, 0, 0, 0))
    this.#usage.patch({ ...modelCalls.day(dayOf(now)), replies })
  }

  add(call: ModelCallRecord): void {
    const today = this.#today()
    this.#usage.patch({
      calls: today.calls + 1,
      failedCalls: today.failedCalls + (call.problem ? 1 : 0),
      inputTokens: today.inputTokens + call.inputTokens,
      cachedTokens: today.cachedTokens + call.cachedTokens,
      outputTokens: today.outputTokens + call.outputTokens,
    })
  }

  addReply(): void {
    this.#usage.set('replies', this.#today().replies + 1)
  }

  #today(): UsageToday {
    const day = dayOf(this.#clock.now())
    if (day !== this.#usage.value.day) {
      this.#usage.patch({
        day,
        calls: 0,
        failedCalls: 0,
        replies: 0,
        inputTokens: 0,
        cachedTokens: 0,
        outputTokens: 0,
      })
    }
    return this.#usage.value
  }
}
