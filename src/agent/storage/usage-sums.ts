import type { UsageSums } from '../../shared/costs.ts'
import type { Database } from './database.ts'

/** Where statistics are read: the reader's own connection, or the writer's where there is no file to share. */
export type Statements = Pick<Database, 'prepare'>

/** Columns of `usage_sums` by what they are called outside. */
const columns: Record<keyof UsageSums, string> = {
  calls: 'calls',
  failedCalls: 'failed',
  unpriced: 'unpriced',
  estimated: 'estimated',
  inputTokens: 'input_tokens',
  cachedTokens: 'cached_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
  cost: 'cost',
}

/** The columns that hold sums, in the order of {@link UsageSums}. */
export const columnNames = Object.values(columns).join(', ')

/** Selects the columns as {@link UsageSums}, added up; zeros where there are no rows. */
export const sumColumns = Object.entries(columns)
  .map(([name, column]) => `COALESCE(SUM(${column}), 0) AS ${name}`)
  .join(', ')

/** The same of single rows. */
export const rowColumns = Object.entries(columns)
  .map(([name, column]) => `${column} AS ${name}`)
  .join(', ')

/** What sums are kept by, besides the hour of the day. */
export type Dimension = 'chat' | 'model' | 'person' | 'purpose'
