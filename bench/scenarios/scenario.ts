import type { Count } from '../ledger.ts'
import type { BenchOptions, SutName } from '../options.ts'
import type { Stage } from '../stage.ts'

/** What a scenario found: named numbers, and what must never be anything but zero. */
interface Finding {
  readonly numbers: Readonly<Record<string, number>>
  readonly count: Count
}

export interface Scene {
  readonly stage: Stage
  readonly sut: SutName
  /** Folder of what is measured. */
  readonly folder: string
  readonly options: BenchOptions
}

/** Starts what is measured, drives it, and says what it found. The stage is closed by the caller. */
export type Scenario = (scene: Scene) => Promise<Finding>
