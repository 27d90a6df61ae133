import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startPictureServer } from '../../bench/fakes/picture-server.ts'
import { readOptions } from '../../bench/options.ts'
import { pictureCount, pictureName } from '../../bench/pictures.ts'
import { openStage, type Stage } from '../../bench/stage.ts'

async function startFloor(
  name: 'floor-fetch' | 'floor-http',
  { mode = 'client', watchLoop = false } = {},
): Promise<Stage> {
  const parent = mkdtempSync(join(tmpdir(), 'bench-stage-'))
  const options = readOptions(['--suts', name, '--mode', mode])
  const stage = await openStage({ name, folder: join(parent, 'data') }, options)
  onTestFinished(async () => {
    await stage.close()
    rmSync(parent, { recursive: true })
  })
  await stage.start({ watchLoop })
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
  const stage = await startFloor('floor-http', { mode: 'server' })
  await stage.ask({ user: 20_001, text: '在吗' })
  expect(stage.ledger.count(1).answered).toBe(1)
})

it.each(['floor-fetch', 'floor-http'] as const)('%s sends a picture on as it is', async (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pictures-'))
  for (let index = 0; index < pictureCount; index++) {
    writeFileSync(join(folder, pictureName(index)), Buffer.alloc(30_000, index))
  }
  const server = await startPictureServer(folder)
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const stage = await startFloor(name)
  await stage.ask({ user: 20_001, text: '在吗' })
  expect(stage.model.pictures).toBe(0)
  const before = stage.model.bodyBytes
  await stage.ask({ user: 20_001, text: '看看', picture: { name: 'a', url: server.url(3) } })
  expect(stage.ledger.count(1)).toMatchObject({ answered: 2, nameless: 0 })
  expect(stage.model.pictures).toBe(1)
  // Three bytes are four characters, and a few words stand around them.
  expect(stage.model.bodyBytes - before).toBeGreaterThan(40_000)
  expect(stage.model.bodyBytes - before).toBeLessThan(41_000)
})

it('tells how long the main thread was blocked, each time since the last', async () => {
  const stage = await startFloor('floor-http', { watchLoop: true })
  for (let time = 0; time < 3; time++) {
    expect(await stage.longestBlock()).toBeGreaterThan(0)
    await stage.ask({ user: 20_001, text: '在吗' })
  }
})
