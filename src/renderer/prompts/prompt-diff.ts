import { diffArrays } from 'diff'

/** A stretch of a line; `changed` where the other text has something else. */
export interface DiffPiece {
  text: string
  changed: boolean
}

/** One line of a comparison, or a number of lines that are the same and therefore not shown. */
export type DiffRow =
  | { kind: 'same' | 'removed' | 'added'; pieces: DiffPiece[] }
  | { kind: 'skipped'; lines: number }

/** Lines that are shown around a change. */
const context = 2
/** Beyond this the rest counts as replaced altogether: nobody reads such a comparison word by word. */
const longestMs = 300
/** Lines that share less than this are two lines, not one that was changed. */
const alike = 0.3

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** What became of `before`, line by line, with the words marked that differ within a line. */
export function diffRows(before: string, after: string): DiffRow[] {
  return skipSame(lineRows(before.split('\n'), after.split('\n')))
}

function lineRows(before: string[], after: string[]): DiffRow[] {
  const changes = diffArrays(before, after, { timeout: longestMs })
  if (!changes)
    return [...before.map((line) => whole('removed', line)), ...after.map((line) => whole('added', line))]
  const rows: DiffRow[] = []
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]
    const next = changes[at + 1]
    if (change?.removed && next?.added) {
      rows.push(...replaced(change.value, next.value))
      at++
    } else for (const line of change?.value ?? []) rows.push(whole(kindOf(change), line))
  }
  return rows
}

function kindOf(change: { removed?: boolean; added?: boolean } | undefined): 'same' | 'removed' | 'added' {
  if (change?.removed) return 'removed'
  return change?.added ? 'added' : 'same'
}

function whole(kind: 'same' | 'removed' | 'added', text: string): DiffRow {
  return { kind, pieces: [{ text, changed: false }] }
}

/** Lines that were replaced are compared in pairs, in their order. */
function replaced(before: string[], after: string[]): DiffRow[] {
  const pairs = before.map((line, index) => wordsOf(line, after[index]))
  return [
    ...pairs.map(({ removed }): DiffRow => ({ kind: 'removed', pieces: removed })),
    ...after.map(
      (line, index): DiffRow => ({
        kind: 'added',
        pieces: pairs[index]?.added ?? [{ text: line, changed: false }],
      }),
    ),
  ]
}

function wordsOf(before: string, after = ''): { removed: DiffPiece[]; added: DiffPiece[] } {
  const changes = diffArrays(segments(before), segments(after), { timeout: longestMs }) ?? []
  const shared = changes
    .filter(({ added, removed }) => !added && !removed)
    .reduce((sum, { value }) => sum + value.join('').length, 0)
  const pieces = (side: 'added' | 'removed', line: string): DiffPiece[] => {
    if (shared < alike * Math.max(before.length, after.length)) return [{ text: line, changed: false }]
    const other = side === 'added' ? 'removed' : 'added'
    return changes
      .filter((change) => !change[other])
      .map((change) => ({ text: change.value.join(''), changed: Boolean(change[side]) }))
  }
  return { removed: pieces('removed', before), added: pieces('added', after) }
}

function segments(line: string): string[] {
  return Array.from(words.segment(line), ({ segment }) => segment)
}

/** Leaves out what is the same, but for the lines around a change; a single line is worth more than its absence. */
function skipSame(rows: DiffRow[]): DiffRow[] {
  const near = rows.map((_, at) =>
    rows.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'),
  )
  const shown: DiffRow[] = []
  for (let at = 0; at < rows.length; ) {
    const end = near.indexOf(true, at) === -1 ? rows.length : near.indexOf(true, at)
    const lines = end - at
    if (lines > 1) shown.push({ kind: 'skipped', lines })
    else shown.push(...rows.slice(at, end))
    at = end
    const row = rows[at]
    if (row) shown.push(row)
    at++
  }
  return shown
}
