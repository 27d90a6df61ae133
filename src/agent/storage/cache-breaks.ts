import type { CacheBreak } from '../../shared/costs.ts'
import type { Database } from './database.ts'

/** When the beginning of a chat's request was another one than the time before, and what that cost. */
export class CacheBreaks {
  readonly #database: Database
  readonly #insert

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, number, number | null, string, number | null]>(
      'INSERT INTO cache_breaks (at, chat_id, turn_id, reason, lost) VALUES (?, ?, ?, ?, ?)',
    )
  }

  add(chatId: number, { at, turnId, reason, lost }: CacheBreak): void {
    this.#database.writeSoon(() => this.#insert.run(at, chatId, turnId, reason, lost))
  }
}
