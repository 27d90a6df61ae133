import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readOptions } from '../../bench/options.ts'
import { openStage, type Stage } from '../../bench/stage.ts'

async function startFloor(name: 'floor-fetch' | 'floor-http', mode = 'client'): Promise<Stage> {
  const parent = mkdtempSync(join(tmpdir(), 'bench-stage-'))
  const options = readOptions(['--suts', name, '--mode', mode])
  const stage = await openStage({ name, folder: join(parent, 'data') }, options)
  onTestFinished(async () => {
    await stage.close()
    rmSync(parent, { recursive: true })
  })
  await stage.start()
  return stage
}

it.each(['floor-fetch', 'floor-http'] as const)('%s answers everything once and in order', async (name) => {
  const stage = await startFloor(name)
  for (let index = 0; index < 5; index++) {
    stage.say({ user: 20_001, text: '一' })
    stage.say({ user: 20_002, text: '二' })
    stage.say({ group: 900_000, user: 20_001, text: '三', at: true })
    stage.say({ group: 900_000, user: 20_002, text: '没叫你' }, false)
  }
  await stage.ledger.drained(1)
  expect(stage.ledger.count(1)).toEqual({
    expected: 15,
    answered: 15,
    lost: 0,
    doubled: 0,
    inversions: 0,
    misrouted: 0,
    unwanted: 0,
    nameless: 0,
  })
})

it('dials what listens for it', async () => {
  const stage = await startFloor('floor-http', 'server')
  await stage.ask({ user: 20_001, text: '在吗' })
  expect(stage.ledger.count(1).answered).toBe(1)
})
