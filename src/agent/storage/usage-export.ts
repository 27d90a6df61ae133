import type { UsageSums } from '../../shared/costs.ts'
import type { Days } from './usage-queries.ts'
import { type Dimension, rowColumns, type Statements } from './usage-sums.ts'
import { type TitleOf, titlesOf } from './usage-titles.ts'

/** Lines of one file: what a table program opens without trouble, and a window takes at once. */
const mostLines = 100_000

const dimensionTitles: Record<Dimension, string> = {
  chat: '聊天',
  model: '模型',
  person: '人',
  purpose: '用途',
}

const heads = [
  '日期',
  '分类',
  '名称',
  '编号',
  '调用',
  '失败',
  '不知道价格',
  '估算的',
  '输入词元',
  '其中缓存',
  '输出词元',
  '其中思考',
  '花费（元）',
]

interface ExportedRow extends UsageSums {
  day: string
  dimension: Dimension
  key: string
  turnId: number | null
}

/** A day's sums by each dimension, a line each, newest day first; the oldest are left out where it gets too long. */
export function usageCsv(
  database: Statements,
  { days, most = mostLines }: { days: Days; most?: number },
): string {
  const titleOf = remembering(titlesOf(database))
  const rows = database.prepare<[Dimension, string], ExportedRow>(
    `SELECT day, dimension, key, turn_id AS turnId, ${rowColumns} FROM usage_sums
     WHERE dimension = ? AND day = ?`,
  )
  const lines = [csvLine(heads)]
  for (const day of days.toReversed())
    for (const dimension of Object.keys(dimensionTitles) as Dimension[])
      for (const row of rows.iterate(dimension, day)) {
        if (lines.length > most)
          return csvFile([...lines, csvLine([`只写了最新的 ${most.toLocaleString('en')} 行`])])
        lines.push(lineOf(row, titleOf(dimension, row.key, row.turnId)))
      }
  return csvFile(lines)
}

/** A chat and a person have a row for every day. */
function remembering(titleOf: TitleOf): TitleOf {
  const known = new Map<string, string>()
  return (dimension, key, turnId) => {
    const id = `${dimension} ${key}`
    const title = known.get(id) ?? titleOf(dimension, key, turnId)
    known.set(id, title)
    return title
  }
}

function lineOf(row: ExportedRow, title: string): string {
  return csvLine([
    row.day,
    dimensionTitles[row.dimension],
    title,
    row.key,
    row.calls,
    row.failedCalls,
    row.unpriced,
    row.estimated,
    row.inputTokens,
    row.cachedTokens,
    row.outputTokens,
    row.reasoningTokens,
    row.cost.toFixed(6),
  ])
}

function csvLine(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? String(cell) : csvCell(cell))).join(',')
}

/** Names are anybody's words: what a table program would take for a formula is made text. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** The mark at the front tells Excel that it is UTF-8. */
function csvFile(lines: readonly string[]): string {
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
