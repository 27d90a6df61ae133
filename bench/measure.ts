import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Count } from './ledger.ts'
import type { BenchOptions, ScenarioName, SutName } from './options.ts'
import { prefilledDatabase } from './prefilled.ts'
import { allAtOnceCold, allAtOnceWarm } from './scenarios/all-at-once.ts'
import { groupNoise } from './scenarios/group-noise.ts'
import { idle } from './scenarios/idle.ts'
import { killed } from './scenarios/killed.ts'
import { oneAtATime } from './scenarios/one-at-a-time.ts'
import { fortyPictures } from './scenarios/pictures.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { slowModel } from './scenarios/slow-model.ts'
import { start } from './scenarios/start.ts'
import { openStage } from './stage.ts'

const scenarios: Record<ScenarioName, Scenario> = {
  s1: oneAtATime,
  s2: allAtOnceWarm,
  's2-cold': allAtOnceCold,
  s3: slowModel,
  s4: groupNoise,
  s5: fortyPictures,
  start,
  idle,
  kill: killed,
}

export interface Measurement {
  readonly sut: SutName
  readonly scenario: ScenarioName
  readonly run: number
  /** Load average of the machine when it began. */
  readonly load: number
  readonly numbers: Readonly<Record<string, number>>
  readonly count: Count | null
  /** Why there are no numbers. */
  readonly failure: string | null
}

/** One run of one scenario: a fresh process in a fresh folder, which is kept when something went wrong. */
export async function measure(
  what: { sut: SutName; scenario: ScenarioName; run: number },
  options: BenchOptions,
): Promise<Measurement> {
  const load = Math.round((loadavg()[0] ?? 0) * 100) / 100
  const parent = mkdtempSync(join(tmpdir(), 'apricot-bench-'))
  const folder = join(parent, 'data')
  await prepare(folder, what.sut, options)
  const stage = await openStage({ name: what.sut, folder }, options)
  try {
    const { numbers, count } = await scenarios[what.scenario]({
      stage,
      sut: what.sut,
      folder,
      options,
    })
    await stage.close()
    rmSync(parent, { recursive: true })
    return { ...what, load, numbers, count, failure: null }
  } catch (error) {
    await stage.close()
    const failure = error instanceof Error ? error.message : String(error)
    return { ...what, load, numbers: {}, count: null, failure }
  }
}

async function prepare(folder: string, sut: SutName, { messages }: BenchOptions): Promise<void> {
  mkdirSync(folder)
  if (sut !== 'apricot' || messages === 0) return
  copyFileSync(await prefilledDatabase(messages), join(folder, 'apricot.db'))
}
