import type { DecisionReason } from '../../shared/decision.ts'
import type { Problem } from '../../shared/problem.ts'
import type { TurnOutcome, TurnStep } from '../../shared/state.ts'
import type { Database } from './database.ts'

/** `replying`: the answer is in the outbox; a restart goes on sending instead of asking the model again. */
export type TurnPhase = 'queued' | 'replying' | 'ended'

export interface ToolCallRecord {
  name: string
  arguments: string
  result: string
  ms: number
  failed: boolean
}

export interface TurnRecord {
  id: number
  chatId: number
  messageId: number
  phase: TurnPhase
  reason: DecisionReason
  outcome: TurnOutcome | null
  model: string
  receivedAt: number
  endedAt: number | null
  problem: Problem | null
  steps: TurnStep[]
  toolCalls: ToolCallRecord[]
  reasoning: string
}

interface TurnRowSql {
  id: number
  chat_id: number
  message_id: number
  state: string
  reason: string
  outcome: string | null
  model: string
  received_at: number
  ended_at: number | null
  problem: string | null
  steps: string
  tool_calls: string
  reasoning: string
}

export class Turns {
  readonly #database: Database
  readonly #insert
  readonly #byId
  readonly #open
  readonly #newest
  readonly #setPhase
  readonly #end

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, number, string, number]>(
      "INSERT INTO turns (chat_id, message_id, state, reason, received_at) VALUES (?, ?, 'queued', ?, ?)",
    )
    this.#byId = database.prepare<[number], TurnRowSql>('SELECT * FROM turns WHERE id = ?')
    this.#open = database.prepare<[], TurnRowSql>("SELECT * FROM turns WHERE state <> 'ended' ORDER BY id")
    this.#newest = database.prepare<[string, number], TurnRowSql>(
      'SELECT * FROM turns WHERE outcome = ? ORDER BY id DESC LIMIT ?',
    )
    this.#setPhase = database.prepare<[string, string, number]>(
      'UPDATE turns SET state = ?, model = ? WHERE id = ?',
    )
    this.#end = database.prepare<[string, string, number, string | null, string, string, string, number]>(
      `UPDATE turns SET state = 'ended', outcome = ?, model = ?, ended_at = ?, problem = ?, steps = ?, tool_calls = ?,
         reasoning = ? WHERE id = ?`,
    )
  }

  insert(turn: Pick<TurnRecord, 'chatId' | 'messageId' | 'reason' | 'receivedAt'>): TurnRecord {
    const { lastInsertRowid } = this.#database.write(() =>
      this.#insert.run(turn.chatId, turn.messageId, turn.reason, turn.receivedAt),
    )
    return {
      ...turn,
      id: Number(lastInsertRowid),
      phase: 'queued',
      outcome: null,
      model: '',
      endedAt: null,
      problem: null,
      steps: [],
      toolCalls: [],
      reasoning: '',
    }
  }

  get(id: number): TurnRecord | null {
    const row = this.#byId.get(id)
    return row ? fromRow(row) : null
  }

  /** Turns that were under way, oldest first: after a start, those that the last stop interrupted. */
  open(): TurnRecord[] {
    return this.#open.all().map(fromRow)
  }

  /** The last turns that ended in this way, newest first. */
  newest(outcome: TurnOutcome, limit: number): TurnRecord[] {
    return this.#newest.all(outcome, limit).map(fromRow)
  }

  setPhase(id: number, phase: TurnPhase, model: string): void {
    this.#database.write(() => this.#setPhase.run(phase, model, id))
  }

  end(turn: TurnRecord & { outcome: TurnOutcome; endedAt: number }): void {
    this.#database.write(() =>
      this.#end.run(
        turn.outcome,
        turn.model,
        turn.endedAt,
        turn.problem && JSON.stringify(turn.problem),
        JSON.stringify(turn.steps),
        JSON.stringify(turn.toolCalls),
        turn.reasoning,
        turn.id,
      ),
    )
  }
}

function fromRow(row: TurnRowSql): TurnRecord {
  return {
    id: row.id,
    chatId: row.chat_id,
    messageId: row.message_id,
    phase: row.state as TurnPhase,
    reason: row.reason as DecisionReason,
    outcome: row.outcome as TurnOutcome | null,
    model: row.model,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
    steps: JSON.parse(row.steps) as TurnStep[],
    toolCalls: JSON.parse(row.tool_calls) as ToolCallRecord[],
    reasoning: row.reasoning,
  }
}
