import { secretFields } from '../../shared/config.ts'
import type { ChangeRecord } from '../storage/changes.ts'

const hidden = '•••'

/** A copy without secrets typed in clear: 修改记录 is shown and exported. */
export function hide(value: unknown, secret: boolean): unknown {
  if (typeof value === 'string') return secret && value !== '' ? hidden : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => hide(item, false))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hide(item, secretFields.has(key))]),
  )
}

/** Whether a secret that was set before was typed over: a reference brings back what is stored now, not what was. */
export function lostSecret({ path, before, after }: ChangeRecord): boolean {
  return isOvertyped(before, after, secretFields.has(path.at(-1) ?? ''))
}

function isOvertyped(before: unknown, after: unknown, secret: boolean): boolean {
  if (secret) return after === hidden && before !== undefined && before !== ''
  if (typeof before !== 'object' || before === null) return false
  const then = Object(after) as Record<string, unknown>
  return Object.entries(before).some(([key, item]) => isOvertyped(item, then[key], secretFields.has(key)))
}
