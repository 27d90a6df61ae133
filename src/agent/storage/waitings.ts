import type { Waiting } from '../../shared/tools.ts'
import type { Database } from './database.ts'

/** `answered` also for what the owner decided. */
export type WaitingProgress = 'waiting' | 'answered' | 'cancelled' | 'expired'

/** What waits or waited for a person, and for which call. */
export interface WaitingRow {
  readonly waiting: Waiting
  /** Row of `tool_calls`; null when it is tried out from the panel. */
  readonly callId: number | null
  readonly state: WaitingProgress
  /** Undefined until it was answered. */
  readonly answer: unknown
  /** Number of whoever answered, or `panel`; null while nobody has. */
  readonly decidedBy: string | null
}

export type WaitingEnd = Pick<WaitingRow, 'state' | 'answer' | 'decidedBy'>

interface WaitingRowSql {
  id: string
  kind: string
  turn_id: number | null
  call_id: number | null
  chat_id: number
  tool: string
  body: string
  asked_at: number
  until: number
  state: string
  answer: string | null
  decided_by: string | null
}

/** Approvals and questions: those that are open, and how the others of turns that go on have ended. */
export class Waitings {
  readonly #database: Database
  readonly #insert
  readonly #settle
  readonly #byId
  readonly #all
  readonly #delete

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<
      [string, string, number | null, number | null, number, string, string, number, number]
    >(
      `INSERT INTO waitings (id, kind, turn_id, call_id, chat_id, tool, body, asked_at, until, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    )
    this.#settle = database.prepare<[string, string | null, string | null, string]>(
      'UPDATE waitings SET state = ?, answer = ?, decided_by = ? WHERE id = ?',
    )
    this.#byId = database.prepare<[string], WaitingRowSql>('SELECT * FROM waitings WHERE id = ?')
    this.#all = database.prepare<[], WaitingRowSql>('SELECT * FROM waitings')
    this.#delete = database.prepare<[string]>('DELETE FROM waitings WHERE id = ?')
  }

  insert(waiting: Waiting, callId: number | null): void {
    const { id, kind, turnId, chatId, tool, askedAt, until, ...body } = waiting
    this.#database.write(() =>
      this.#insert.run(id, kind, turnId, callId, chatId, tool, JSON.stringify(body), askedAt, until),
    )
  }

  /** Records how it ended. */
  settle(id: string, { state, answer, decidedBy }: WaitingEnd): void {
    const json = answer === undefined ? null : JSON.stringify(answer)
    this.#database.write(() => this.#settle.run(state, json, decidedBy, id))
  }

  get(id: string): WaitingRow | null {
    const row = this.#byId.get(id)
    return row ? fromRow(row) : null
  }

  /** Everything that is kept, oldest first; for the start, which forgets most of it. */
  all(): WaitingRow[] {
    return this.#all
      .all()
      .map(fromRow)
      .sort((a, b) => a.waiting.askedAt - b.waiting.askedAt)
  }

  forget(id: string): void {
    this.#database.writeSoon(() => this.#delete.run(id))
  }
}

function fromRow(row: WaitingRowSql): WaitingRow {
  const body = JSON.parse(row.body) as object
  return {
    waiting: {
      ...body,
      id: row.id,
      kind: row.kind,
      turnId: row.turn_id,
      chatId: row.chat_id,
      tool: row.tool,
      askedAt: row.asked_at,
      until: row.until,
    } as Waiting,
    callId: row.call_id,
    state: row.state as WaitingProgress,
    answer: row.answer === null ? undefined : JSON.parse(row.answer),
    decidedBy: row.decided_by,
  }
}
