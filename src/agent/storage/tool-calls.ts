import type { ToolCallEntry } from '../../shared/tools.ts'
import type { Database } from './database.ts'
import { dayOf } from './model-calls.ts'

/** `started` from the moment a call may have an effect. */
export type ToolCallProgress = 'waiting' | 'started' | 'done' | 'failed' | 'refused'

/** A call of a turn, as far as it has come. */
export interface ToolCallRow {
  readonly id: number
  readonly name: string
  readonly round: number
  /** Its place among the calls of its round. */
  readonly place: number
  /** As shown: secrets masked, shortened. */
  readonly arguments: string
  readonly state: ToolCallProgress
  /** For the model; '' until it ended. */
  readonly result: string
  /** Hashes of the pictures it returned. */
  readonly pictures: readonly string[]
  readonly ms: number
}

export interface NewToolCall {
  readonly at: number
  readonly name: string
  /** Null when it is tried out from the panel. */
  readonly chatId: number | null
  readonly turnId: number | null
  readonly round: number
  readonly place: number
  readonly senderName: string
  readonly arguments: string
}

/** What a model said in a round together with its calls. `calls` is JSON of the models' own kind. */
export interface ToolRound {
  readonly content: string
  readonly reasoning: string
  readonly calls: string
}

/** Sums of one tool over some days. */
export interface ToolSums {
  readonly name: string
  readonly calls: number
  readonly failed: number
  readonly totalMs: number
  readonly lastAt: number
}

/** Calls that are kept for 最近的调用. */
const kept = 5000

/** The tables `turn_rounds`, `tool_calls` and `tool_days`: what turns did with tools. */
export class ToolCalls {
  readonly #database: Database
  readonly #insertRound
  readonly #rounds
  readonly #insert
  readonly #ofTurn
  readonly #setState
  readonly #end
  readonly #addDay
  readonly #days
  readonly #newest
  readonly #newestOf
  readonly #deleteOld

  /** Turns up to this one may have called tools before this process began; of later ones it is known which did. */
  readonly #before: number
  readonly #calling = new Set<number>()

  constructor(database: Database) {
    this.#database = database
    const newest = database.prepare<[], { id: number | null }>('SELECT MAX(id) AS id FROM turns').get()
    this.#before = newest?.id ?? 0
    this.#insertRound = database.prepare<[number, number, string, string, string]>(
      'INSERT OR REPLACE INTO turn_rounds (turn_id, round, content, reasoning, calls) VALUES (?, ?, ?, ?, ?)',
    )
    this.#rounds = database.prepare<[number], ToolRound>(
      'SELECT content, reasoning, calls FROM turn_rounds WHERE turn_id = ? ORDER BY round',
    )
    this.#insert = database.prepare<
      [number, string, number | null, number | null, number, number, string, string]
    >(
      `INSERT INTO tool_calls (at, name, chat_id, turn_id, round, place, sender_name, arguments, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    )
    this.#ofTurn = database.prepare<[number], CallRowSql>(
      'SELECT * FROM tool_calls WHERE turn_id = ? ORDER BY round, place',
    )
    this.#setState = database.prepare<[ToolCallProgress, number]>(
      'UPDATE tool_calls SET state = ? WHERE id = ?',
    )
    this.#end = database.prepare<[ToolCallProgress, string, string, number, number]>(
      'UPDATE tool_calls SET state = ?, result = ?, pictures = ?, ms = ? WHERE id = ?',
    )
    this.#addDay = database.prepare<[string, string, number, number, number]>(
      `INSERT INTO tool_days (name, day, calls, failed, total_ms, last_at) VALUES (?, ?, 1, ?, ?, ?)
         ON CONFLICT (day, name) DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
         total_ms = total_ms + excluded.total_ms, last_at = excluded.last_at`,
    )
    this.#days = database.prepare<[string], ToolSums>(
      `SELECT name, calls, failed, total_ms AS totalMs, last_at AS lastAt FROM tool_days WHERE day >= ?`,
    )
    const entries = `SELECT c.id, c.at, c.name, c.chat_id AS chatId, COALESCE(chats.title, '') AS chatTitle,
        c.turn_id AS turnId, c.sender_name AS senderName, c.arguments, substr(c.result, 1, 2000) AS result, c.ms, c.state
        FROM tool_calls c LEFT JOIN chats ON chats.id = c.chat_id`
    this.#newest = database.prepare<[number], EntrySql>(
      `${entries} WHERE c.id < ${Number.MAX_SAFE_INTEGER} ORDER BY c.id DESC LIMIT ?`,
    )
    this.#newestOf = database.prepare<[string, number], EntrySql>(
      `${entries} WHERE c.name = ? ORDER BY c.id DESC LIMIT ?`,
    )
    this.#deleteOld = database.prepare<[number]>(
      `DELETE FROM tool_calls WHERE id <= ? AND (turn_id IS NULL OR turn_id NOT IN (SELECT turn_id FROM turn_rounds))`,
    )
  }

  addRound(turnId: number, round: number, { content, reasoning, calls }: ToolRound): void {
    this.#note(turnId)
    this.#database.write(() => this.#insertRound.run(turnId, round, content, reasoning, calls))
  }

  /** In order; those of a turn that has ended are gone. */
  rounds(turnId: number): ToolRound[] {
    return this.#mayHaveCalled(turnId) ? this.#rounds.all(turnId) : []
  }

  add(call: NewToolCall): ToolCallRow {
    if (call.turnId !== null) this.#note(call.turnId)
    const { at, name, chatId, turnId, round, place, senderName } = call
    const { lastInsertRowid } = this.#database.writeSoon(() =>
      this.#insert.run(at, name, chatId, turnId, round, place, senderName, call.arguments),
    )
    const id = Number(lastInsertRowid)
    // Now and then is enough, and cheap.
    if (id % 100 === 0 && id > kept) this.#database.writeSoon(() => this.#deleteOld.run(id - kept))
    return {
      id,
      name,
      round,
      place,
      arguments: call.arguments,
      state: 'waiting',
      result: '',
      pictures: [],
      ms: 0,
    }
  }

  /** In the order in which the model made them. */
  ofTurn(turnId: number): ToolCallRow[] {
    if (!this.#mayHaveCalled(turnId)) return []
    return this.#ofTurn.all(turnId).map((row) => ({ ...row, pictures: JSON.parse(row.pictures) as string[] }))
  }

  setState(id: number, state: ToolCallProgress): void {
    this.#database.writeSoon(() => this.#setState.run(state, id))
  }

  /** Keeps how a call ended, and counts it. */
  end(
    row: Pick<ToolCallRow, 'id' | 'name'>,
    ended: Pick<ToolCallRow, 'state' | 'result' | 'pictures' | 'ms'> & { at: number },
  ): void {
    const { state, result, pictures, ms, at } = ended
    this.#database.writeSoon(() => {
      this.#end.run(state, result, JSON.stringify(pictures), Math.round(ms), row.id)
      // What was never run says nothing about the tool.
      if (state !== 'refused')
        this.#addDay.run(row.name, dayOf(at), state === 'failed' ? 1 : 0, Math.round(ms), at)
    })
  }

  /** Most turns call nothing: whoever asks for what they did must not cost a look into the tables. */
  #mayHaveCalled(turnId: number): boolean {
    return turnId <= this.#before || this.#calling.has(turnId)
  }

  #note(turnId: number): void {
    this.#calling.add(turnId)
    const [oldest] = this.#calling
    if (this.#calling.size > kept && oldest !== undefined) this.#calling.delete(oldest)
  }

  /** Sums since a day such as 2026-11-20, that day included. */
  sums(sinceDay: string): ToolSums[] {
    const sums = new Map<string, ToolSums>()
    for (const day of this.#days.all(sinceDay)) {
      const so = sums.get(day.name)
      sums.set(day.name, so ? added(so, day) : day)
    }
    return [...sums.values()]
  }

  /** Newest first, of one tool or of all. */
  newest(name: string | null, limit: number): ToolCallEntry[] {
    const rows = name === null ? this.#newest.all(limit) : this.#newestOf.all(name, limit)
    return rows.map(({ state, ...entry }) => ({
      ...entry,
      failed: state !== 'done',
    }))
  }
}

function added(a: ToolSums, b: ToolSums): ToolSums {
  return {
    name: a.name,
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    totalMs: a.totalMs + b.totalMs,
    lastAt: Math.max(a.lastAt, b.lastAt),
  }
}

type CallRowSql = Omit<ToolCallRow, 'pictures'> & { readonly pictures: string }

type EntrySql = Omit<ToolCallEntry, 'failed'> & { readonly state: ToolCallProgress }
