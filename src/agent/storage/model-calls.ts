import type { ModelCallRecord, UsageToday } from '../../shared/state.ts'
import type { Database } from './database.ts'

export interface NewModelCall extends ModelCallRecord {
  chatId: number | null
  turnId: number | null
}

/** The calendar day of a moment in this computer's time zone, `2026-11-22`. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Every call to a model, and its daily sums: statistics read the sums, never the calls. */
export class ModelCalls {
  readonly #database: Database
  readonly #insert
  readonly #addToDay
  readonly #day

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare(
      `INSERT INTO model_calls (at, purpose, chat_id, turn_id, model, input_tokens, cached_tokens, output_tokens,
         reasoning_tokens, estimated, first_token_ms, total_ms, problem)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#addToDay = database.prepare(
      `INSERT INTO usage_days (day, model, chat_id, purpose, calls, failed, input_tokens, cached_tokens, output_tokens)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
         input_tokens = input_tokens + excluded.input_tokens, cached_tokens = cached_tokens + excluded.cached_tokens,
         output_tokens = output_tokens + excluded.output_tokens`,
    )
    this.#day = database.prepare<[string, number | null], Omit<UsageToday, 'day' | 'replies'>>(
      `SELECT COALESCE(SUM(calls), 0) AS calls, COALESCE(SUM(failed), 0) AS failedCalls,
         COALESCE(SUM(input_tokens), 0) AS inputTokens, COALESCE(SUM(cached_tokens), 0) AS cachedTokens,
         COALESCE(SUM(output_tokens), 0) AS outputTokens FROM usage_days
       WHERE day = ? AND chat_id = COALESCE(?, chat_id)`,
    )
  }

  insert(call: NewModelCall): void {
    const { at, purpose, chatId, turnId, model, inputTokens, cachedTokens, outputTokens } = call
    this.#database.writeSoon(() => {
      this.#insert.run(
        at,
        purpose,
        chatId,
        turnId,
        model,
        inputTokens,
        cachedTokens,
        outputTokens,
        call.reasoningTokens,
        call.estimated ? 1 : 0,
        call.firstTokenMs,
        call.totalMs,
        call.problem && JSON.stringify(call.problem),
      )
      const failed = call.problem ? 1 : 0
      this.#addToDay.run(
        dayOf(at),
        model,
        chatId ?? 0,
        purpose,
        failed,
        inputTokens,
        cachedTokens,
        outputTokens,
      )
    })
  }

  /** Sums of one day, of one chat or of all; zeros when nothing was called. */
  day(day: string, chatId: number | null = null): Omit<UsageToday, 'replies'> {
    const sums = this.#day.get(day, chatId)
    return { day, calls: 0, failedCalls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, ...sums }
  }
}
