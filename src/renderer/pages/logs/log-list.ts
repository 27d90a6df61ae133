import type { LogPage } from '../../../shared/ipc.ts'
import type { LogLine } from '../../../shared/state.ts'

/** A line, or a mark that so many lines went by faster than the panel takes them. */
export type LogItem = { kind: 'line'; line: LogLine } | { kind: 'gap'; id: string; count: number }

/** What the page holds of a log that may be far longer. Oldest first. */
export interface LogList {
  items: readonly LogItem[]
  /** Where older lines are to be had; null at the very first line. */
  older: string | null
  /** Came while the view stood still; shown when it goes on. */
  held: readonly LogItem[]
  /** How many lines came while the view stood still, also those no longer in `held`. */
  heldCount: number
  /** True when lines between `items` and now were let go: going on means asking again. */
  torn: boolean
}

/** How many lines stay in memory. Older ones are asked for again when somebody scrolls to them. */
export const keptLines = 20_000
/** Trimmed in steps, so that not every batch copies the whole list twice. */
const trimStep = 2_000
const heldLines = 5_000

export const emptyLogList: LogList = { items: [], older: null, held: [], heldCount: 0, torn: false }

/** Starts over with the newest page. */
export function listOfPage(page: LogPage): LogList {
  return { ...emptyLogList, items: itemsOfPage(page), older: page.next }
}

/** Puts an older page in front. What then is too much is let go at the new end. */
export function withOlderPage(list: LogList, page: LogPage): LogList {
  const items = [...itemsOfPage(page), ...list.items]
  if (items.length <= keptLines) return { ...list, items, older: page.next }
  return { ...list, items: items.slice(0, keptLines - trimStep), older: page.next, held: [], torn: true }
}

/** Takes a batch of the live feed, and `skipped` lines that were left out before it. */
export function withBatch(
  list: LogList,
  lines: readonly LogLine[],
  skipped: number,
  following: boolean,
): LogList {
  const fresh = unseen(list, lines)
  if (fresh.length === 0 && skipped === 0) return list
  const added: LogItem[] = fresh.map(itemOf)
  const first = lines[0]
  if (skipped > 0) added.unshift({ kind: 'gap', id: `gap-${first?.id ?? 'end'}`, count: skipped })
  return following ? appended(list, added) : held(list, added, fresh.length + skipped)
}

/** Shows what was held. The caller asks for the newest page instead when the list is torn. */
export function released(list: LogList): LogList {
  return appended({ ...list, held: [], heldCount: 0 }, list.held)
}

function appended(list: LogList, added: readonly LogItem[]): LogList {
  if (added.length === 0) return list
  const items = joined(list.items, added)
  if (items.length <= keptLines) return { ...list, items }
  const kept = items.slice(items.length - (keptLines - trimStep))
  const oldest = kept.find((item) => item.kind === 'line')
  return { ...list, items: kept, older: oldest?.kind === 'line' ? oldest.line.id : list.older }
}

function held(list: LogList, added: readonly LogItem[], count: number): LogList {
  const heldCount = list.heldCount + count
  if (list.torn || list.held.length + added.length > heldLines) {
    return { ...list, held: [], heldCount, torn: true }
  }
  return { ...list, held: joined(list.held, added), heldCount }
}

/** Two marks in a row are one. */
function joined(before: readonly LogItem[], added: readonly LogItem[]): LogItem[] {
  const last = before.at(-1)
  const first = added[0]
  if (last?.kind !== 'gap' || first?.kind !== 'gap') return [...before, ...added]
  const gap: LogItem = { ...last, count: last.count + first.count }
  return [...before.slice(0, -1), gap, ...added.slice(1)]
}

/** The first batches may repeat what the page that was just asked for already has. */
function unseen(list: LogList, lines: readonly LogLine[]): readonly LogLine[] {
  const last = list.held.at(-1) ?? list.items.at(-1)
  const first = lines[0]
  if (last?.kind !== 'line' || !first || first.at > last.line.at) return lines
  const recent = new Set(list.items.slice(-1000).map(keyOf))
  return lines.filter((line) => !recent.has(line.id))
}

function itemsOfPage(page: LogPage): LogItem[] {
  return page.lines.map(itemOf).reverse()
}

function itemOf(line: LogLine): LogItem {
  return { kind: 'line', line }
}

function keyOf(item: LogItem): string {
  return item.kind === 'line' ? item.line.id : item.id
}
