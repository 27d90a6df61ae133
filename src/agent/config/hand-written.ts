import { isDeepStrictEqual } from 'node:util'
import { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import { applyEdits } from './edit.ts'
import { type Salvaged, salvage } from './salvage.ts'
import type { Secrets } from './secrets.ts'

/** A file with faults: as it was written, and what could be used of it. */
export interface HandWritten extends Salvaged<Config> {
  readonly file: object
}

/**
 * Makes a change in a file with faults and leaves the faults in it, so that its owner can still mend them.
 * Null when the changed file would not read as `wanted`: then the faults stand in the way and have to go.
 */
export function editHandWritten(
  file: object,
  ops: readonly EditOp[],
  { wanted, secrets }: { wanted: Config; secrets: Secrets },
): HandWritten | null {
  try {
    const { value } = applyEdits(file, ops)
    secrets.move(value)
    const read = salvage(Config, value)
    return isDeepStrictEqual(read.value, wanted) ? { ...read, file: value } : null
  } catch {
    // A path that leads through what is faulty.
    return null
  }
}
