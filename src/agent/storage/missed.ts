import type { MissedItem } from '../../shared/state.ts'
import type { Database } from './database.ts'

export interface MissedRecord {
  id: string
  kind: MissedItem['kind']
  messageId: number
}

/** What a stop of the program interrupted and nobody has dealt with yet. */
export class Missed {
  readonly #database: Database
  readonly #insert
  readonly #all
  readonly #delete

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[string, string, number]>(
      'INSERT INTO missed (id, kind, message_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    )
    this.#all = database.prepare<[], MissedRecord>(
      'SELECT id, kind, message_id AS messageId FROM missed ORDER BY message_id',
    )
    this.#delete = database.prepare<[string]>('DELETE FROM missed WHERE id = ?')
  }

  add(kind: MissedRecord['kind'], messageId: number): MissedRecord {
    const record = { id: `${kind}-${messageId}`, kind, messageId }
    this.#database.write(() => this.#insert.run(record.id, kind, messageId))
    return record
  }

  all(): MissedRecord[] {
    return this.#all.all()
  }

  remove(id: string): void {
    this.#database.write(() => this.#delete.run(id))
  }
}
