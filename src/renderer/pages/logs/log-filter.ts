import type { CallInput } from '../../../shared/ipc.ts'
import type { LogLine } from '../../../shared/state.ts'
import { type LogLevel, logLevels } from './log-row.ts'

/** What the page shows of the log. */
export interface LogFilter {
  levels: readonly LogLevel[]
  /** Null shows all of them. */
  module: string | null
  chat: string | null
  turn: number | null
  text: string
}

export const everyLog: LogFilter = { levels: logLevels, module: null, chat: null, turn: null, text: '' }

/** The question the agent answers with a page of lines. */
export function queryOf(filter: LogFilter, before?: string): CallInput<'logs.query'> {
  return {
    levels: filter.levels.length === logLevels.length ? [] : [...filter.levels],
    modules: filter.module === null ? [] : [filter.module],
    text: filter.text.trim(),
    limit: 500,
    ...(filter.chat === null ? {} : { chat: filter.chat }),
    ...(filter.turn === null ? {} : { turn: filter.turn }),
    ...(before === undefined ? {} : { before }),
  }
}

/** Whether a live line belongs into the view; the agent answers queries by the same rule. */
export function passes(filter: LogFilter, line: LogLine): boolean {
  if (!filter.levels.includes(line.level)) return false
  if (filter.module !== null && filter.module !== line.module) return false
  if (filter.chat !== null && filter.chat !== line.chat) return false
  if (filter.turn !== null && filter.turn !== line.turn) return false
  const text = filter.text.trim().toLowerCase()
  return text === '' || searchable(line).includes(text)
}

function searchable(line: LogLine): string {
  return `${line.message} ${line.module} ${line.chat ?? ''} ${JSON.stringify(line.fields ?? {})}`.toLowerCase()
}

/** Switches one level; the last one stays, since nothing would be left to see. */
export function withLevel(filter: LogFilter, level: LogLevel): LogFilter {
  const levels = logLevels.filter((other) => (other === level) !== filter.levels.includes(other))
  return levels.length === 0 ? filter : { ...filter, levels }
}
