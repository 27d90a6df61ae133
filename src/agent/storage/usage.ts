import type { Database } from './database.ts'
import { type TitleOf, titlesOf } from './usage-titles.ts'

/** Rows read of one day at most; those of more chats or people than that count from zero after a restart. */
const mostSpenders = 20_000

/** What of the sums is small enough for the main thread: what today cost so far, and what has been said of it. */
export class Usage {
  readonly title: TitleOf
  readonly #database: Database
  readonly #spent
  readonly #told
  readonly #setTold

  constructor(database: Database) {
    this.#database = database
    this.#spent = database.prepare<[string, string], { key: string; cost: number; turnId: number | null }>(
      `SELECT key, cost, turn_id AS turnId FROM usage_sums WHERE dimension = ? AND day = ? AND cost > 0
       LIMIT ${mostSpenders}`,
    )
    this.title = titlesOf(database)
    this.#told = database.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'budget.told'")
    this.#setTold = database.prepare<[string]>(
      "INSERT INTO meta (key, value) VALUES ('budget.told', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    )
  }

  /** Yuan by chat or by person on one day, of those that cost anything, with their last turns. */
  spent(dimension: 'chat' | 'person', day: string): { key: string; cost: number; turnId: number | null }[] {
    return this.#spent.all(dimension, day)
  }

  /** Which budget notices were given on a day, so that a restart does not repeat them. */
  told(day: string): string[] {
    const stored = this.#told.get()
    const told = stored ? (JSON.parse(stored.value) as { day: string; notices: string[] }) : null
    return told?.day === day ? told.notices : []
  }

  setTold(day: string, notices: readonly string[]): void {
    this.#database.writeSoon(() => this.#setTold.run(JSON.stringify({ day, notices })))
  }
}
