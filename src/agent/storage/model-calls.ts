import { noUsage, type UsageSums } from '../../shared/costs.ts'
import type { ModelCallRecord } from '../../shared/state.ts'
import type { Database } from './database.ts'
import { columnNames, sumColumns } from './usage-sums.ts'

export interface NewModelCall extends ModelCallRecord {
  readonly chatId: number | null
  readonly turnId: number | null
  /** Number of whoever asked; null when nobody did, as for summaries and tests. */
  readonly person: string | null
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
  readonly #addToSums
  readonly #day
  readonly #dayOfChat

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare(
      `INSERT INTO model_calls (at, purpose, chat_id, turn_id, model, input_tokens, cached_tokens, output_tokens,
         reasoning_tokens, estimated, first_token_ms, total_ms, problem, person, cost, attempts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    // All five in one statement: what a call counts is bound once.
    const counted = '1, @failed, @unpriced, @estimated, @input, @cached, @output, @reasoning, @cost, @turn'
    const rowOf = (dimension: string) => `(@day, '${dimension}', @${dimension}, ${counted})`
    this.#addToSums = database.prepare<[Record<string, string | number | null>]>(
      `INSERT INTO usage_sums (day, dimension, key, ${columnNames}, turn_id)
       VALUES ${['chat', 'model', 'person', 'purpose', 'hour'].map(rowOf).join(', ')}
       ON CONFLICT DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
         unpriced = unpriced + excluded.unpriced, estimated = estimated + excluded.estimated,
         input_tokens = input_tokens + excluded.input_tokens, cached_tokens = cached_tokens + excluded.cached_tokens,
         output_tokens = output_tokens + excluded.output_tokens,
         reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens, cost = cost + excluded.cost,
         turn_id = COALESCE(excluded.turn_id, turn_id)`,
    )
    this.#day = database.prepare<[string], UsageSums>(
      `SELECT ${sumColumns} FROM usage_sums WHERE dimension = 'purpose' AND day = ?`,
    )
    this.#dayOfChat = database.prepare<[string, string], UsageSums>(
      `SELECT ${sumColumns} FROM usage_sums WHERE dimension = 'chat' AND day = ? AND key = ?`,
    )
  }

  insert(call: NewModelCall): void {
    const { at, purpose, chatId, turnId, model, inputTokens, cachedTokens, outputTokens, cost } = call
    const estimated = call.estimated ? 1 : 0
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
        estimated,
        call.firstTokenMs,
        call.totalMs,
        call.problem && JSON.stringify(call.problem),
        call.person,
        cost,
        call.attempts,
      )
      const day = dayOf(at)
      this.#addToSums.run({
        day,
        chat: String(chatId ?? 0),
        model,
        person: call.person ?? '',
        purpose,
        hour: String(new Date(at).getHours()).padStart(2, '0'),
        failed: call.problem ? 1 : 0,
        unpriced: cost === null ? 1 : 0,
        estimated,
        input: inputTokens,
        cached: cachedTokens,
        output: outputTokens,
        reasoning: call.reasoningTokens,
        cost: cost ?? 0,
        turn: turnId,
      })
    })
  }

  /** Sums of one day, of one chat or of all; zeros when nothing was called. */
  day(day: string, chatId: number | null = null): UsageSums {
    const sums = chatId === null ? this.#day.get(day) : this.#dayOfChat.get(day, String(chatId))
    return { ...noUsage, ...sums }
  }
}
