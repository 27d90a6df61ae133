import type { Reminder } from '../../shared/tools.ts'
import type { Database } from './database.ts'

/**
 * `saying` from before it is said until it is known how that went; found after a start, nobody knows, and it becomes
 * `unknown`. `dropped`: too late to be of use.
 */
export type ReminderProgress = 'waiting' | 'saying' | 'said' | 'unknown' | 'dropped' | 'cancelled'

export type NewReminder = Omit<Reminder, 'id' | 'chatTitle'>

/** Ended ones are kept so long, in milliseconds, for whoever looks into the file. */
const keptMs = 30 * 86_400_000

/** What is to be said later, once. */
export class Reminders {
  readonly #database: Database
  readonly #insert
  readonly #waiting
  readonly #get
  readonly #settle
  readonly #endBroken
  readonly #deleteOld

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, string, string, number, string, number]>(
      `INSERT INTO reminders (chat_id, user_id, user_name, at, text, state, created_at)
         VALUES (?, ?, ?, ?, ?, 'waiting', ?)`,
    )
    const select = `SELECT r.id, r.chat_id AS chatId, chats.title AS chatTitle, r.user_id AS userId,
        r.user_name AS userName, r.at, r.text FROM reminders r JOIN chats ON chats.id = r.chat_id`
    this.#waiting = database.prepare<[], Reminder>(`${select} WHERE r.state = 'waiting' ORDER BY r.at`)
    this.#get = database.prepare<[number], Reminder>(`${select} WHERE r.id = ?`)
    this.#settle = database.prepare<[string, number]>('UPDATE reminders SET state = ? WHERE id = ?')
    this.#endBroken = database.prepare<[]>("UPDATE reminders SET state = 'unknown' WHERE state = 'saying'")
    this.#deleteOld = database.prepare<[number]>(
      "DELETE FROM reminders WHERE at < ? AND state NOT IN ('waiting', 'saying')",
    )
  }

  /** @param now milliseconds since the epoch. */
  insert(reminder: NewReminder, now: number): Reminder {
    const { chatId, userId, userName, at, text } = reminder
    const { lastInsertRowid } = this.#database.write(() =>
      this.#insert.run(chatId, userId, userName, at, text, now),
    )
    const stored = this.#get.get(Number(lastInsertRowid))
    if (!stored) throw new Error(`There is no chat ${chatId}`)
    return stored
  }

  /** Those to come, the next one first. */
  waiting(): Reminder[] {
    return this.#waiting.all()
  }

  settle(id: number, state: ReminderProgress): void {
    this.#database.write(() => this.#settle.run(state, id))
  }

  /** After a start: what was being said when the program died is not said again. Returns how many those were. */
  takeUp(now: number): number {
    return this.#database.write(() => {
      this.#deleteOld.run(now - keptMs)
      return this.#endBroken.run().changes
    })
  }
}
