import { codeBlocks, codeSpans, formulaBlocks, type Span, urls } from './spans.ts'

const pairs: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '（': '）',
  '「': '」',
  '『': '』',
  '【': '】',
  '《': '》',
  '〈': '〉',
  '“': '”',
  '‘': '’',
}

/**
 * What of a text must not come apart when it is said in several bubbles: code, formulas, addresses, tables, and what
 * stands in quotes or brackets. In order, without overlaps.
 */
export function heldTogether(text: string): Span[] {
  const spans = [
    ...codeBlocks(text),
    ...codeSpans(text),
    ...formulaBlocks(text),
    ...urls(text),
    ...tables(text),
    ...brackets(text),
    // "…", $…$, and the amount |x|
    ...matches(text, /"[^"\n]{1,200}"|\$[^$\n]{1,200}\$|\|(?:[-+]?\w|\w{1,9}[-+*/^]\w{1,9})\|/g),
  ].sort((a, b) => a.from - b.from)
  const merged: Span[] = []
  for (const { from, to } of spans) {
    const last = merged.at(-1)
    if (last && from < last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else merged.push({ from, to })
  }
  return merged
}

function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ from: index, to: index + match.length }))
}

/** Tables with a line of dashes below their head, and lines that are drawn like a row of one. */
function tables(text: string): Span[] {
  if (!text.includes('|')) return []
  const lines = matches(text, /^[^\n]*$/gm)
  const rows: Span[] = []
  let isTable = false
  for (const [index, line] of lines.entries()) {
    const row = text.slice(line.from, line.to).trim()
    const below = lines[index + 1]
    isTable =
      row.includes('|') && (isTable || (below !== undefined && isRule(text.slice(below.from, below.to))))
    if (isTable || /^\|[^|]*\|.*\|$/.test(row)) rows.push(line)
  }
  return rows
}

function isRule(line: string): boolean {
  return line.includes('|') && line.includes('-') && /^[-|: \t]+$/.test(line.trim())
}

/** Pairs of brackets and quotes, the outermost and what is nested in them; one that is never closed holds nothing. */
function brackets(text: string): Span[] {
  const spans: Span[] = []
  const open: { readonly close: string; readonly at: number }[] = []
  const missing = new Map<string, number>()
  const count = (close: string, by: number) => missing.set(close, (missing.get(close) ?? 0) + by)
  for (const { 0: char, index } of text.matchAll(/[()[\]{}（）「」『』【】《》〈〉“”‘’]/g)) {
    // The mouth of a face :-)
    if (/[:;=]['-]?$/.test(text.slice(Math.max(0, index - 2), index))) continue
    const close = pairs[char]
    if (close) {
      open.push({ close, at: index })
      count(close, 1)
      continue
    }
    // Only what is missing is looked for, so that the whole stays linear.
    while ((missing.get(char) ?? 0) > 0) {
      const last = open.pop()
      if (!last) break
      count(last.close, -1)
      if (last.close !== char) continue
      spans.push({ from: last.at, to: index + 1 })
      break
    }
  }
  return spans
}
