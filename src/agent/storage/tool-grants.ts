import type { Database } from './database.ts'

/** Leave for a tool in a chat, until a time in milliseconds since the epoch. */
export interface ToolGrant {
  readonly chatId: number
  readonly tool: string
  readonly until: number
}

/** Leave that the owner gave for a while. */
export class ToolGrants {
  readonly #database: Database
  readonly #insert
  readonly #delete
  readonly #valid
  readonly #deleteOld

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, string, number]>(
      'INSERT OR REPLACE INTO tool_grants (chat_id, tool, until) VALUES (?, ?, ?)',
    )
    this.#delete = database.prepare<[number, string]>(
      'DELETE FROM tool_grants WHERE chat_id = ? AND tool = ?',
    )
    this.#valid = database.prepare<[number], ToolGrant>(
      'SELECT chat_id AS chatId, tool, until FROM tool_grants WHERE until > ?',
    )
    this.#deleteOld = database.prepare<[number]>('DELETE FROM tool_grants WHERE until <= ?')
  }

  /** One of the same tool in the same chat is replaced. */
  add({ chatId, tool, until }: ToolGrant): void {
    this.#database.write(() => this.#insert.run(chatId, tool, until))
  }

  remove(chatId: number, tool: string): void {
    this.#database.write(() => this.#delete.run(chatId, tool))
  }

  /** Those that still hold at a time; the others are forgotten. */
  valid(now: number): ToolGrant[] {
    this.#database.writeSoon(() => this.#deleteOld.run(now))
    return this.#valid.all(now)
  }
}
