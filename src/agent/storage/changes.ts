import type { Database } from './database.ts'

export interface ChangeRecord {
  id: number
  at: number
  /** `config` or `chat:<id>`. */
  scope: string
  path: string[]
  /** Undefined when the value was not there. */
  before: unknown
  after: unknown
  undone: boolean
}

interface ChangeRowSql {
  id: number
  at: number
  scope: string
  path: string
  before: string | null
  after: string | null
  undone: number
}

/** 修改记录: every edit with what it replaced, and the one revision counter of config and chats together. */
export class Changes {
  readonly #database: Database
  readonly #insert
  readonly #page
  readonly #byId
  readonly #setUndone
  readonly #setRevision
  #revision = 1

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, string, string, string | null, string | null]>(
      'INSERT INTO changes (at, scope, path, before, after) VALUES (?, ?, ?, ?, ?)',
    )
    this.#page = database.prepare<[number, number], ChangeRowSql>(
      'SELECT * FROM changes WHERE id < ? ORDER BY id DESC LIMIT ?',
    )
    this.#byId = database.prepare<[number], ChangeRowSql>('SELECT * FROM changes WHERE id = ?')
    this.#setUndone = database.prepare<[number]>('UPDATE changes SET undone = 1 WHERE id = ?')
    this.#setRevision = database.prepare<[string]>(
      "INSERT INTO meta (key, value) VALUES ('revision', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    )
    const stored = database.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'revision'")
    const read = () => {
      this.#revision = Number(stored.get()?.value ?? 1)
    }
    read()
    database.onLost(read)
  }

  get revision(): number {
    return this.#revision
  }

  /** Records edits that were made together under the next revision, and returns that. */
  record(edits: readonly Omit<ChangeRecord, 'id' | 'undone'>[]): number {
    const revision = this.#revision + 1
    this.#database.write(() => {
      for (const { at, scope, path, before, after } of edits) {
        this.#insert.run(at, scope, JSON.stringify(path), json(before), json(after))
      }
      this.#setRevision.run(String(revision))
    })
    this.#revision = revision
    return revision
  }

  /** Newest first, older than `before`. */
  page(before: number, limit: number): ChangeRecord[] {
    return this.#page.all(before, limit).map(fromRow)
  }

  get(id: number): ChangeRecord | null {
    const row = this.#byId.get(id)
    return row ? fromRow(row) : null
  }

  setUndone(id: number): void {
    this.#database.write(() => this.#setUndone.run(id))
  }
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function fromRow(row: ChangeRowSql): ChangeRecord {
  return {
    id: row.id,
    at: row.at,
    scope: row.scope,
    path: JSON.parse(row.path) as string[],
    before: row.before === null ? undefined : JSON.parse(row.before),
    after: row.after === null ? undefined : JSON.parse(row.after),
    undone: row.undone === 1,
  }
}
