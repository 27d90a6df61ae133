import type { EditOp } from '../../shared/ipc.ts'
import { ProblemError } from '../kernel/problem.ts'

export interface AppliedEdit {
  path: string[]
  /** Undefined when it was not there, or is not there any more. */
  before: unknown
  after: unknown
}

/**
 * Applies edits to a copy of `value`. Entries of arrays of objects are addressed by their `id` or `name`.
 * Throws a ProblemError `edit.path` when a path leads nowhere.
 */
export function applyEdits<T extends object>(
  value: T,
  ops: readonly EditOp[],
): { value: T; edits: AppliedEdit[] } {
  const next = structuredClone(value)
  return { value: next, edits: ops.map((op) => applyOne(next, op)) }
}

function applyOne(root: object, op: EditOp): AppliedEdit {
  let at: unknown = root
  for (const key of op.path.slice(0, -1)) at = child(at, key) ?? openField(at, key)
  const key = op.path.at(-1) as string
  const before = structuredClone(child(at, key))
  const after = 'set' in op ? structuredClone(op.set) : undefined
  if (Array.isArray(at)) editEntry(at, key, after)
  else if (typeof at !== 'object' || at === null || key === '__proto__') throw noSuchPath(op.path)
  else if (after === undefined) delete (at as Record<string, unknown>)[key]
  else (at as Record<string, unknown>)[key] = after
  return { path: op.path, before, after: 'set' in op ? op.set : undefined }
}

function child(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return parent.find((entry) => keyOf(entry) === key)
  if (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)) {
    return (parent as Record<string, unknown>)[key]
  }
  return undefined
}

/** A layer holds only what differs, so the object around a field may not be there yet. */
function openField(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null || Array.isArray(parent) || key === '__proto__') {
    throw noSuchPath([key])
  }
  const made: Record<string, unknown> = {}
  ;(parent as Record<string, unknown>)[key] = made
  return made
}

function editEntry(entries: unknown[], key: string, after: unknown): void {
  const index = entries.findIndex((entry) => keyOf(entry) === key)
  if (after === undefined) {
    if (index >= 0) entries.splice(index, 1)
  } else if (index >= 0) entries[index] = after
  else entries.push(after)
}

function keyOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const { id, name } = entry as { id?: unknown; name?: unknown }
  return typeof id === 'string' ? id : typeof name === 'string' ? name : undefined
}

function noSuchPath(path: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'edit.path',
    message: `没有「${path.join('.')}」这个设置`,
    hint: '刷新页面后再改一次',
  })
}
