import type { z } from 'zod'
import { isRecord } from '../kernel/record.ts'

type Key = PropertyKey

export interface Salvaged<T> {
  readonly value: T
  /** One sentence a fault: where, what was wrong, what is used instead. */
  readonly faults: string[]
}

/**
 * Reads as much of a hand-written value as can be read. A faulty field falls back to its default, a faulty entry of
 * a list is left out, and everything else is kept: one typing mistake must not silence the whole bot.
 * @param schema must accept `{}`.
 */
export function salvage<S extends z.ZodType>(schema: S, input: unknown): Salvaged<z.output<S>> {
  const value: unknown = structuredClone(isRecord(input) ? input : {})
  const faults: string[] = isRecord(input) ? [] : ['最外层要是一对花括号 { }，整份内容都没有用上']
  const places = new Places()
  for (;;) {
    const result = schema.safeParse(value)
    if (result.success) return { value: result.data, faults }
    const found = result.error.issues.flatMap((issue) => explain(value, issue, places))
    faults.push(...found.map(({ sentence }) => sentence))
    // Backwards, so that what is taken out of a list does not move what is still to be taken out.
    const paths = found.map(({ path }) => path).sort((a, b) => comparePaths(b, a))
    const each = paths.filter((path, index) => comparePaths(path, paths[index - 1] ?? []) !== 0)
    const removed = each.filter((path) => take(value, path, places))
    if (removed.length === 0) throw new Error('The schema does not accept an empty object')
  }
}

/** The smallest thing that can be the cause, to be taken out, and a sentence about it. */
function explain(
  root: unknown,
  issue: z.core.$ZodIssue,
  places: Places,
): { path: Key[]; sentence: string }[] {
  const path = [...issue.path]
  const where = (at: Key[]) => places.name(root, at)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      sentence: `${where([...path, key])}：不认识这个字段，没有用上`,
    }))
  }
  const found = lookUp(root, path)
  if (found !== undefined) {
    return [
      { path, sentence: `${where(path)}：${issue.message || '值不对'}（写的是 ${brief(found)}），没有用上` },
    ]
  }
  const entry = entryAround(root, path)
  return [{ path: entry, sentence: `${where(path)}：少了这一项，所以 ${where(entry)} 整个没有用上` }]
}

/** Something required is missing: what it belongs to goes as a whole, as little as that is. */
function entryAround(root: unknown, path: Key[]): Key[] {
  let depth = path.length - 1
  while (depth > 1 && lookUp(root, path.slice(0, depth)) === undefined) depth--
  return path.slice(0, Math.max(depth, 1))
}

/** Names places as they are in the file, also after entries before them were taken out. */
class Places {
  readonly #indexes = new WeakMap<unknown[], number[]>()

  name(root: unknown, path: readonly Key[]): string {
    return path.reduce<string>((text, key, depth) => {
      if (typeof key !== 'number') return `${text}${text && '.'}${String(key)}`
      const list = lookUp(root, path.slice(0, depth))
      return `${text}[${(Array.isArray(list) && this.#indexes.get(list)?.[key]) ?? key}]`
    }, '')
  }

  removed(list: unknown[], index: number): void {
    const indexes = this.#indexes.get(list) ?? [...list.keys()]
    indexes.splice(index, 1)
    this.#indexes.set(list, indexes)
  }
}

function lookUp(root: unknown, path: readonly Key[]): unknown {
  let at = root
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<Key, unknown>)[key]
  }
  return at
}

/** Whether there was anything to take out. */
function take(root: unknown, path: readonly Key[], places: Places): boolean {
  const parent = lookUp(root, path.slice(0, -1))
  const key = path.at(-1)
  if (typeof parent !== 'object' || parent === null || key === undefined || !Object.hasOwn(parent, key))
    return false
  if (Array.isArray(parent) && typeof key === 'number') {
    places.removed(parent, key)
    parent.splice(key, 1)
  } else delete (parent as Record<Key, unknown>)[key]
  return true
}

/** In the order of the lists they lead into; what is inside something comes after it. */
function comparePaths(a: readonly Key[], b: readonly Key[]): number {
  for (const [depth, key] of a.entries()) {
    const other = b[depth]
    if (other === undefined) return 1
    if (key === other) continue
    if (typeof key === 'number' && typeof other === 'number') return key - other
    return String(key) < String(other) ? -1 : 1
  }
  return a.length - b.length
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
