import type { Database } from './database.ts'

/** What a chat's messages from one anchor up to another (exclusive) came to. */
export interface SummaryRecord {
  readonly id: number
  readonly chatId: number
  readonly fromAnchor: number
  readonly uptoAnchor: number
  readonly text: string
  readonly author: 'model' | 'person'
  readonly at: number
}

const columns =
  'id, chat_id AS chatId, from_anchor AS fromAnchor, upto_anchor AS uptoAnchor, text, author, at'

/** Summaries of cut history. The newest of a chat is the one in force; deleting it brings back the one before. */
export class Summaries {
  readonly #database: Database
  readonly #insert
  readonly #newest
  readonly #delete

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, number, number, string, string, number]>(
      'INSERT INTO summaries (chat_id, from_anchor, upto_anchor, text, author, at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#newest = database.prepare<[number, number], SummaryRecord>(
      `SELECT ${columns} FROM summaries WHERE chat_id = ? AND from_anchor = ? ORDER BY id DESC LIMIT 2`,
    )
    this.#delete = database.prepare<[number]>('DELETE FROM summaries WHERE id = ?')
  }

  add(summary: Omit<SummaryRecord, 'id'>): void {
    const { chatId, fromAnchor, uptoAnchor, text, author, at } = summary
    this.#database.write(() => this.#insert.run(chatId, fromAnchor, uptoAnchor, text, author, at))
  }

  /**
   * The one in force and the one before it, of those that begin at `contextFrom`: a clearing ends both, and taking it
   * back brings them back, without what was said in between.
   */
  newest(chatId: number, contextFrom: number): SummaryRecord[] {
    return this.#newest.all(chatId, contextFrom)
  }

  remove(id: number): void {
    this.#database.write(() => this.#delete.run(id))
  }
}
