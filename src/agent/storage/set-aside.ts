import type { SetAside as SetAsideRecord } from '../../shared/prompts.ts'
import type { Database } from './database.ts'

/** Of one chat. */
const kept = 50

/** What was broken in requests and therefore not sent as it was; a copy of each, for whoever wants to know why. */
export class SetAside {
  readonly #database: Database
  readonly #insert
  readonly #ofChat
  readonly #deleteOld

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, number | null, number, string, string]>(
      'INSERT INTO set_aside (chat_id, turn_id, at, why, content) VALUES (?, ?, ?, ?, ?)',
    )
    this.#ofChat = database.prepare<[number], SetAsideRecord>(
      `SELECT id, turn_id AS turnId, at, why, content FROM set_aside WHERE chat_id = ? ORDER BY id DESC LIMIT ${kept}`,
    )
    this.#deleteOld = database.prepare<[number, number]>(
      `DELETE FROM set_aside WHERE chat_id = ? AND id NOT IN
         (SELECT id FROM set_aside WHERE chat_id = ? ORDER BY id DESC LIMIT ${kept})`,
    )
  }

  add(chatId: number, record: Omit<SetAsideRecord, 'id'>): void {
    this.#database.writeSoon(() => {
      this.#insert.run(chatId, record.turnId, record.at, record.why, record.content)
      this.#deleteOld.run(chatId, chatId)
    })
  }

  /** Newest first. */
  ofChat(chatId: number): SetAsideRecord[] {
    return this.#ofChat.all(chatId)
  }
}
