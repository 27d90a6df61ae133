import type { DecisionReason } from '../../shared/decision.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ModelCallRecord, TurnOutcome, TurnStep } from '../../shared/state.ts'
import type { Database } from './database.ts'

export interface ToolCallRecord {
  name: string
  /** As the panel calls it; calls of earlier versions have none. */
  title?: string
  arguments: string
  result: string
  ms: number
  failed: boolean
}

export interface TurnRecord {
  id: number
  chatId: number
  messageId: number
  ended: boolean
  reason: DecisionReason
  /** Number of whoever had it answered again with a command; null for nobody, and for the panel. */
  retriedBy: string | null
  outcome: TurnOutcome | null
  model: string
  receivedAt: number
  endedAt: number | null
  problem: Problem | null
  steps: TurnStep[]
  toolCalls: ToolCallRecord[]
  modelCalls: ModelCallRecord[]
  reasoning: string
}

interface TurnRowSql {
  id: number
  chat_id: number
  message_id: number
  state: string
  reason: string
  retried_by: string | null
  outcome: string | null
  model: string
  received_at: number
  ended_at: number | null
  problem: string | null
  steps: string
  tool_calls: string
  model_calls: string
  reasoning: string
}

/** Turns of all chats that are looked through, newest first: it must not take long, whatever a day brought. */
const countedAtMost = 20_000

export class Turns {
  readonly #database: Database
  readonly #insert
  readonly #byId
  readonly #open
  readonly #newest
  readonly #newestEnded
  readonly #outcomes
  readonly #end
  readonly #forgetRounds

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[number, number, string, number, string | null]>(
      "INSERT INTO turns (chat_id, message_id, state, reason, received_at, retried_by) VALUES (?, ?, 'queued', ?, ?, ?)",
    )
    this.#byId = database.prepare<[number], TurnRowSql>('SELECT * FROM turns WHERE id = ?')
    this.#open = database.prepare<[], TurnRowSql>("SELECT * FROM turns WHERE state <> 'ended' ORDER BY id")
    this.#newest = database.prepare<[number], TurnRowSql>('SELECT * FROM turns ORDER BY id DESC LIMIT ?')
    this.#newestEnded = database.prepare<[number], TurnRowSql>(
      `SELECT * FROM turns WHERE id = (SELECT max(id) FROM
         (SELECT id, chat_id, state FROM turns ORDER BY id DESC LIMIT ${countedAtMost})
       WHERE chat_id = ? AND state = 'ended')`,
    )
    this.#outcomes = database.prepare<[number], Pick<TurnRowSql, 'chat_id' | 'outcome' | 'received_at'>>(
      'SELECT chat_id, outcome, received_at FROM turns ORDER BY id DESC LIMIT ?',
    )
    this.#end = database.prepare<
      [string, string, number, string | null, string, string, string, string, number]
    >(
      `UPDATE turns SET state = 'ended', outcome = ?, model = ?, ended_at = ?, problem = ?, steps = ?, tool_calls = ?, model_calls = ?,
         reasoning = ? WHERE id = ?`,
    )
    this.#forgetRounds = database.prepare<[number]>('DELETE FROM turn_rounds WHERE turn_id = ?')
  }

  insert(
    turn: Pick<TurnRecord, 'chatId' | 'messageId' | 'reason' | 'receivedAt'> &
      Partial<Pick<TurnRecord, 'retriedBy'>>,
  ): TurnRecord {
    const { chatId, messageId, reason, receivedAt, retriedBy = null } = turn
    const { lastInsertRowid } = this.#database.write(() =>
      this.#insert.run(chatId, messageId, reason, receivedAt, retriedBy),
    )
    return {
      ...{ chatId, messageId, reason, receivedAt, retriedBy },
      id: Number(lastInsertRowid),
      ended: false,
      outcome: null,
      model: '',
      endedAt: null,
      problem: null,
      steps: [],
      toolCalls: [],
      modelCalls: [],
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

  /** The last turns, newest first. */
  newest(limit: number): TurnRecord[] {
    return this.#newest.all(limit).map(fromRow)
  }

  /** The newest of a chat that has ended, however it did; null when there is none among those that are looked at. */
  newestEnded(chatId: number): TurnRecord | null {
    const row = this.#newestEnded.get(chatId)
    return row ? fromRow(row) : null
  }

  /** How many that began at `since` or later ended with a reply, in one chat or in all, as far as they are counted. */
  repliesSince(since: number, chatId: number | null = null): number {
    let replies = 0
    for (const { chat_id, outcome, received_at } of this.#outcomes.iterate(countedAtMost)) {
      if (received_at < since) break
      if (outcome === 'replied' && (chatId === null || chat_id === chatId)) replies++
    }
    return replies
  }

  /**
   * A turn that is not marked as ended in time is only looked at once more by the next start. What it would have gone on
   * with is forgotten, however it ended.
   */
  end(turn: TurnRecord & { outcome: TurnOutcome; endedAt: number }): void {
    this.#database.writeSoon(() => {
      this.#forgetRounds.run(turn.id)
      this.#end.run(
        turn.outcome,
        turn.model,
        turn.endedAt,
        turn.problem && JSON.stringify(turn.problem),
        JSON.stringify(turn.steps),
        JSON.stringify(turn.toolCalls),
        JSON.stringify(turn.modelCalls),
        turn.reasoning,
        turn.id,
      )
    })
  }
}

function fromRow(row: TurnRowSql): TurnRecord {
  return {
    id: row.id,
    chatId: row.chat_id,
    messageId: row.message_id,
    ended: row.state === 'ended',
    reason: row.reason as DecisionReason,
    retriedBy: row.retried_by,
    outcome: row.outcome as TurnOutcome | null,
    model: row.model,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem),
    steps: JSON.parse(row.steps) as TurnStep[],
    toolCalls: JSON.parse(row.tool_calls) as ToolCallRecord[],
    modelCalls: JSON.parse(row.model_calls) as ModelCallRecord[],
    reasoning: row.reasoning,
  }
}
