import type { ChatUsage, UsageSummary } from '../../shared/costs.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from './database.ts'
import { dayOf } from './model-calls.ts'
import type { Reader } from './start-reader.ts'

export interface ReportParts {
  readonly database: Pick<Database, 'committed'>
  readonly reader: Pick<Reader, 'ask'>
  readonly clock: Pick<Clock, 'now'>
}

const shownDays = 30

/** What 费用 shows, read off the main thread. Every report rejects with a ProblemError `storage.failed`. */
export class UsageReports {
  readonly #parts: ReportParts

  constructor(parts: ReportParts) {
    this.#parts = parts
  }

  /** The last days up to today, and as many before them. */
  async summary(count: number, signal?: AbortSignal): Promise<UsageSummary> {
    const now = this.#parts.clock.now()
    const all = lastDays(now, 2 * count)
    await this.#written()
    const input = { days: all.slice(count), before: all.slice(0, count), since: dayStart(now, count - 1) }
    return this.#parts.reader.ask('usageSummary', input, signal)
  }

  async chat(chatId: number, signal?: AbortSignal): Promise<ChatUsage> {
    const days = lastDays(this.#parts.clock.now(), shownDays)
    await this.#written()
    return this.#parts.reader.ask('chatUsage', { chatId, days }, signal)
  }

  /** The last days' sums as CSV. */
  async csv(count: number, signal?: AbortSignal): Promise<string> {
    const days = lastDays(this.#parts.clock.now(), count)
    await this.#written()
    return this.#parts.reader.ask('usageCsv', { days }, signal)
  }

  /** What was counted a moment ago is in a transaction that another connection does not see yet. */
  async #written(): Promise<void> {
    // What was lost is told by the storage itself; what is there can still be read.
    await this.#parts.database.committed().catch(() => undefined)
  }
}

/** So many calendar days up to today, oldest first. */
function lastDays(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(dayStart(now, count - 1 - index)))
}

/** When the day so many days ago began; days are not all 24 hours long. */
function dayStart(now: number, daysAgo: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime()
}
