import { secretFields } from '../../../shared/config.ts'
import { isRecord } from '../../kernel/record.ts'

/**
 * A copy without keys and tokens, at any depth, and without references to them: one in a foreign file would send a key
 * that is kept here wherever that file says.
 */
export function withoutSecrets<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutSecrets) as T
  if (!isRecord(value)) return value
  const kept = Object.entries(value).filter(([key]) => !secretFields.has(key))
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutSecrets(item)])) as T
}
