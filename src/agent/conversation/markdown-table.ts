import { plainInline } from './inline-markdown.ts'
import { codeSpans, spanAround } from './spans.ts'

/** Half-width characters that fit into a line of a bubble on a phone. */
const bubbleWidth = 28

/**
 * A table of Markdown as text for a narrow bubble: as columns when they are short, one line a row when there are two
 * columns, else every cell on a line of its own behind the name of its column.
 */
export function tableText(markdown: string): string {
  const [header = [], , ...rows] = markdown.trim().split('\n').map(cellsOf)
  const lines = [header, ...rows].map((cells) => cells.join(' ｜ '))
  if (rows.length === 0 || lines.every((line) => width(line) <= bubbleWidth)) return lines.join('\n')
  if (header.length === 2) {
    return [lines[0], ...rows.map((cells) => cells.filter((cell) => cell !== '').join('：'))].join('\n')
  }
  const named = (cell: string, index: number) => (header[index] ? `${header[index]}：${cell}` : cell)
  return rows.map((cells) => cells.map(named).join('\n')).join('\n\n')
}

/** The cells of a row, as they read. Unlike GFM, a bar in code is part of the code, and no cell is one too many. */
function cellsOf(row: string): string[] {
  const line = row.trim()
  const code = codeSpans(line)
  const cells: string[] = []
  let at = 0
  for (const { 0: bar, index } of line.matchAll(/\\\||\|/g)) {
    if (bar !== '|' || spanAround(code, index)) continue
    if (index > 0) cells.push(line.slice(at, index))
    at = index + 1
  }
  if (at < line.length) cells.push(line.slice(at))
  return cells.map((cell) => plainInline(cell.trim().replaceAll('\\|', '|')))
}

function width(text: string): number {
  let columns = 0
  for (const char of text) columns += char > '\u2e7f' ? 2 : 1
  return columns
}
