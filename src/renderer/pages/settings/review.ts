import type { ImportItem, ImportPreview } from '../../../shared/moving.ts'
import { isSettings } from './import-files.ts'

/** One thing that can be taken over, from one call or several. */
export interface ReviewItem extends ImportItem {
  key: string
  /** Its place in the preview of each call it is in. */
  places: { call: number; index: number }[]
}

export interface Review {
  source: string
  needsAccount: boolean
  items: ReviewItem[]
}

/** The previews of several calls as one: what was cut because it is long is one thing again. */
export function mergePreviews(previews: readonly ImportPreview[]): Review {
  const items = new Map<string, ReviewItem>()
  previews.forEach((preview, call) => {
    const inCall = new Map<string, number>()
    preview.items.forEach((item, index) => {
      const name = `${item.file}\n${item.title}`
      // Two of one name in one call are two things.
      const nth = inCall.get(name) ?? 0
      inCall.set(name, nth + 1)
      const key = `${name}\n${nth}`
      const place = { call, index }
      const known = items.get(key)
      items.set(key, known ? joined(known, item, place) : { ...item, key, places: [place] })
    })
  })
  const all = [...items.values()]
  return {
    source: previews.find(({ items: found }) => found.length > 0)?.source ?? previews[0]?.source ?? '',
    needsAccount: previews.some(({ needsAccount }) => needsAccount),
    items: all.map((item) => withCharacter(item, all)),
  }
}

const unknownCharacter = /^(角色「.+」)：这里没有，先不演$/

/** A call is told nothing of the characters that the calls before it bring. */
function withCharacter(item: ReviewItem, all: readonly ReviewItem[]): ReviewItem {
  const comes = (line: string) => {
    const title = unknownCharacter.exec(line)?.[1]
    return title !== undefined && all.some((other) => other.title === title && isTakable(other))
  }
  return item.leaves.some(comes) ? { ...item, leaves: item.leaves.filter((line) => !comes(line)) } : item
}

function joined(known: ReviewItem, item: ImportItem, place: ReviewItem['places'][number]): ReviewItem {
  return {
    ...known,
    carries: summed([...known.carries, ...item.carries]),
    leaves: [...new Set([...known.leaves, ...item.leaves])],
    problem: known.problem ?? item.problem,
    places: [...known.places, place],
  }
}

const messages = /^(\d+) 条消息$/

/** Pieces of one chat each count their own messages. */
function summed(lines: readonly string[]): string[] {
  const counted = lines.flatMap((line) => messages.exec(line)?.[1] ?? [])
  const total = counted.reduce((sum, n) => sum + Number(n), 0)
  const others = new Set(lines.filter((line) => !messages.test(line)))
  return counted.length > 0 ? [`${total} 条消息`, ...others] : [...others]
}

/** Whether there is anything of it that would be taken over. */
export function isTakable({ problem, carries }: ImportItem): boolean {
  return problem === null && carries.length > 0
}

/** Keys of what is left out until somebody ticks it: it gives people power over the bot. */
export function riskyIn({ items }: Review): Set<string> {
  return new Set(items.filter(({ risky }) => risky).map(({ key }) => key))
}

/** What a call is told to leave out: what was unticked, and settings that an earlier call has brought already. */
export function skipOf(review: Review, left: ReadonlySet<string>, call: number): number[] {
  return review.items.flatMap(({ key, file, places }) => {
    const isBrought = isSettings({ name: file }) && places.some((place) => place.call < call)
    if (!left.has(key) && !isBrought) return []
    return places.filter((place) => place.call === call).map(({ index }) => index)
  })
}
