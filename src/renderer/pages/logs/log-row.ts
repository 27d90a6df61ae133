import type { LogLine } from '../../../shared/state.ts'
import type { LogItem } from './log-list.ts'

export type LogLevel = LogLine['level']
export const logLevels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

/** What stands in one row of the page. */
export type LogRow =
  /** `line` is the first of `count` equal ones. */
  { kind: 'line'; key: string; line: LogLine; count: number } | { kind: 'gap'; key: string; count: number }

/** Rows for a list; equal lines that follow each other become one when `fold` is set. */
export function rowsOf(items: readonly LogItem[], fold: boolean): LogRow[] {
  const rows: LogRow[] = []
  for (const item of items) {
    if (item.kind === 'gap') {
      rows.push({ kind: 'gap', key: item.id, count: item.count })
      continue
    }
    const last = rows.at(-1)
    if (fold && last?.kind === 'line' && isRepeat(last.line, item.line)) last.count++
    else rows.push({ kind: 'line', key: item.line.id, line: item.line, count: 1 })
  }
  return rows
}

function isRepeat(a: LogLine, b: LogLine): boolean {
  return a.message === b.message && a.level === b.level && a.module === b.module && a.chat === b.chat
}

/** How many lines of each level are loaded. */
export function countLevels(items: readonly LogItem[]): Record<LogLevel, number> {
  const counts: Record<LogLevel, number> = { error: 0, warn: 0, info: 0, debug: 0 }
  for (const item of items) if (item.kind === 'line') counts[item.line.level]++
  return counts
}

/** Names that occur in the loaded lines, sorted, for the choices of a filter. */
export function namesIn(items: readonly LogItem[], of: (line: LogLine) => string | undefined): string[] {
  const names = new Set<string>()
  for (const item of items) {
    const name = item.kind === 'line' ? of(item.line) : undefined
    if (name) names.add(name)
  }
  return [...names].sort((a, b) => a.localeCompare(b, 'zh-CN'))
}

/** The facts of a line with their names, as text. */
export function factsOf(line: LogLine): [name: string, value: string][] {
  return Object.entries(line.fields ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}

/** A line as text with its facts below, to paste into a question. */
export function lineText(line: LogLine, time: string, chat: string | null): string {
  const head = [time, line.level.toUpperCase(), line.module, chat].filter(Boolean).join(' ')
  const facts = factsOf(line).map(([name, value]) => `\n${name}: ${value}`)
  return `${head}  ${line.message}${facts.join('')}`
}
