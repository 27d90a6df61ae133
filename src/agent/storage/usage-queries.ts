import {
  type CacheBreak,
  type ChatUsage,
  noUsage,
  type UsageRow,
  type UsageSummary,
  type UsageSums,
} from '../../shared/costs.ts'
import { type Dimension, type Statements, sumColumns } from './usage-sums.ts'
import { titlesOf } from './usage-titles.ts'

/** Days of one question, oldest first, without gaps; the last one is today. */
export type Days = readonly string[]

const mostRows = 100
const mostReasons = 20
const mostBreaks = 20

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** Everything on 费用 for some days and for as many before them. `since` is when the first of the days began. */
export function usageSummary(
  database: Statements,
  { days, before, since }: { days: Days; before: Days; since: number },
): UsageSummary {
  const rows = (dimension: Dimension) => topRows(database, dimension, days)
  return {
    days: days.length,
    total: totalOf(database, days),
    before: totalOf(database, before),
    series: days.length === 1 ? hourSeries(database, days[0] ?? '') : daySeries(database, days),
    chats: rows('chat'),
    models: rows('model'),
    people: rows('person'),
    purposes: rows('purpose'),
    cacheLoss: database
      .prepare<[number, number], UsageSummary['cacheLoss'][number]>(
        `SELECT reason, COUNT(*) AS times, COALESCE(SUM(lost), 0) AS lost FROM cache_breaks WHERE at >= ?
         GROUP BY reason ORDER BY lost DESC, times DESC LIMIT ?`,
      )
      .all(since, mostReasons),
  }
}

/** What one chat used in the last 30 days, which are given. */
export function chatUsage(database: Statements, { chatId, days }: { chatId: number; days: Days }): ChatUsage {
  const byDay = database.prepare<[string, string], { at: string } & UsageSums>(
    `SELECT day AS at, ${sumColumns} FROM usage_sums
     WHERE dimension = 'chat' AND day IN (SELECT value FROM json_each(?)) AND key = ? GROUP BY day`,
  )
  const series = withoutGaps(days, byDay.all(JSON.stringify(days), String(chatId)))
  const lastOf = (count: number) => series.slice(-count).reduce((sum, { sums }) => added(sum, sums), noUsage)
  return {
    today: lastOf(1),
    week: lastOf(7),
    month: lastOf(30),
    series,
    breaks: database
      .prepare<[number, number], CacheBreak>(
        `SELECT at, turn_id AS turnId, reason, lost FROM cache_breaks WHERE chat_id = ? ORDER BY id DESC LIMIT ?`,
      )
      .all(chatId, mostBreaks),
  }
}

/** Ranked first and summed up then: most of a month's rows belong to people who are not shown. */
function topRows(database: Statements, dimension: Dimension, days: Days): UsageRow[] {
  const titleOf = titlesOf(database)
  const ranked = database.prepare<[Dimension, string, string, number], { key: string }>(
    `SELECT key FROM usage_sums WHERE dimension = ? AND day BETWEEN ? AND ? GROUP BY key
     ORDER BY SUM(cost) DESC, SUM(input_tokens + output_tokens) DESC, key LIMIT ?`,
  )
  const sumsOf = database.prepare<[Dimension, string, string], UsageSums & { turnId: number | null }>(
    `SELECT MAX(turn_id) AS turnId, ${sumColumns} FROM usage_sums
     WHERE dimension = ? AND day IN (SELECT value FROM json_each(?)) AND key = ?`,
  )
  const listed = JSON.stringify(days)
  return ranked.all(dimension, days[0] ?? '', days.at(-1) ?? '', mostRows).map(({ key }) => {
    const { turnId, ...sums } = sumsOf.get(dimension, listed, key) ?? { turnId: null, ...noUsage }
    return { key, title: titleOf(dimension, key, turnId), ...sums }
  })
}

function totalOf(database: Statements, days: Days): UsageSums {
  const total = database
    .prepare<[string, string], UsageSums>(
      `SELECT ${sumColumns} FROM usage_sums WHERE dimension = 'purpose' AND day BETWEEN ? AND ?`,
    )
    .get(days[0] ?? '', days.at(-1) ?? '')
  return total ?? noUsage
}

function hourSeries(database: Statements, day: string): UsageSummary['series'] {
  const byHour = database.prepare<[string], { at: string } & UsageSums>(
    `SELECT key AS at, ${sumColumns} FROM usage_sums WHERE dimension = 'hour' AND day = ? GROUP BY key`,
  )
  return withoutGaps(hours, byHour.all(day))
}

function daySeries(database: Statements, days: Days): UsageSummary['series'] {
  const byDay = database.prepare<[string, string], { at: string } & UsageSums>(
    `SELECT day AS at, ${sumColumns} FROM usage_sums
     WHERE dimension = 'purpose' AND day BETWEEN ? AND ? GROUP BY day`,
  )
  return withoutGaps(days, byDay.all(days[0] ?? '', days.at(-1) ?? ''))
}

function withoutGaps(at: readonly string[], rows: ({ at: string } & UsageSums)[]): UsageSummary['series'] {
  const known = new Map(rows.map(({ at: moment, ...sums }) => [moment, sums]))
  return at.map((moment) => ({ at: moment, sums: known.get(moment) ?? noUsage }))
}

function added(a: UsageSums, b: UsageSums): UsageSums {
  const names = Object.keys(noUsage) as (keyof UsageSums)[]
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<keyof UsageSums, number>
}
