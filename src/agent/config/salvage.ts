import type { z } from 'zod'

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
  // Every round removes something, so this ends; the bound is for a schema that rejects even `{}`.
  for (let round = 0; round < 1000; round++) {
    const result = schema.safeParse(value)
    if (result.success) return { value: result.data, faults }
    const issue = result.error.issues[0]
    if (!issue) break
    faults.push(remove(value, issue))
  }
  throw new Error('The schema does not accept an empty object')
}

/** Takes the smallest thing out that can be the cause, and says so. */
function remove(root: unknown, issue: z.core.$ZodIssue): string {
  const path = [...issue.path]
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) take(root, [...path, key])
    return `${where([...path, issue.keys.join('、')])}：不认识这个字段，没有用上`
  }
  const found = lookUp(root, path)
  const reason = issue.message || '值不对'
  if (found !== undefined) {
    take(root, path)
    return `${where(path)}：${reason}（写的是 ${brief(found)}），没有用上`
  }
  // Something required is missing: the entry of the list that it belongs to goes as a whole.
  let depth = path.length - 1
  while (
    depth > 0 &&
    (typeof path[depth - 1] !== 'number' || lookUp(root, path.slice(0, depth)) === undefined)
  )
    depth--
  take(root, path.slice(0, Math.max(depth, 1)))
  return `${where(path)}：少了这一项，所以 ${where(path.slice(0, Math.max(depth, 1)))} 整个没有用上`
}

function lookUp(root: unknown, path: readonly Key[]): unknown {
  let at = root
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<Key, unknown>)[key]
  }
  return at
}

function take(root: unknown, path: readonly Key[]): void {
  const parent = lookUp(root, path.slice(0, -1))
  const key = path.at(-1)
  if (Array.isArray(parent) && typeof key === 'number') parent.splice(key, 1)
  else if (typeof parent === 'object' && parent !== null && key !== undefined)
    delete (parent as Record<Key, unknown>)[key]
}

function where(path: readonly Key[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  )
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
