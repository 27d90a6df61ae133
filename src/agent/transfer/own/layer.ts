import type { EditOp } from '../../../shared/ipc.ts'
import type { SettingsLayer } from '../../../shared/settings.ts'
import { isRecord } from '../../kernel/record.ts'
import { acceptableLayer } from '../acceptable.ts'
import type { Json } from '../fields.ts'

/** Most fields of a layer: there are not half as many. */
const mostFields = 300

/** What can be used of a layer of settings, as edits of an empty one, with a sentence for each fault. */
export function layerEdits(layer: Json): { ops: readonly EditOp[]; value: SettingsLayer; faults: string[] } {
  const ops = [...leaves(layer, [])].slice(0, mostFields)
  return acceptableLayer({}, ops as EditOp[])
}

/** Each value that is not a group of others, with the way to it. */
export function* leaves(value: Json, path: readonly string[]): Generator<{ path: string[]; set: unknown }> {
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key]
    if (isRecord(item)) yield* leaves(item, here)
    else yield { path: here, set: item }
  }
}
