import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { Emitter } from '../../../src/agent/kernel/emitter.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { type LogSettings, logFolder, startLog } from '../../../src/agent/logs/log-writer.ts'
import type { LogLine } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { waitFor } from '../../support/wait-for.ts'

async function logging(settings: Partial<LogSettings> = {}) {
  const dir = await tempDir()
  const life = new Lifetime()
  const feed = new Emitter<LogLine>()
  const seen: LogLine[] = []
  feed.on((line) => seen.push(line))
  const failures: Error[] = []
  const level = { level: 'info', keepFiles: 3, maxFileMegabytes: 20, ...settings } as {
    -readonly [K in keyof LogSettings]: LogSettings[K]
  }
  const clock = createFakeClock()
  const start = () =>
    startLog(life, {
      dataDir: dir.path,
      clock,
      feed,
      settings: () => level,
      failed: (error) => failures.push(error),
    })
  const files = async () => {
    const names = await readdir(logFolder(dir.path)).catch(() => [])
    return names.filter((name) => name.endsWith('.jsonl')).sort()
  }
  const written = async () => {
    const texts = await Promise.all(
      (await files()).map((name) => readFile(`${logFolder(dir.path)}/${name}`, 'utf8')),
    )
    return texts
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text) as LogLine)
  }
  return {
    dir,
    life,
    seen,
    failures,
    level,
    clock,
    start,
    files,
    written,
    async [Symbol.asyncDispose]() {
      await life.dispose()
      await dir[Symbol.asyncDispose]()
    },
  }
}

describe('a line', () => {
  it('is in the panel and in the file, with what it is about beside its sentence', async () => {
    await using at = await logging()
    const log = at.start().module('回合')
    log.warn('没有答上来', { chat: 'qq_group_30001', turn: 7, account: 'main', ms: 5 })
    const expected = {
      at: at.clock.now(),
      level: 'warn',
      module: '回合',
      message: '没有答上来',
      chat: 'qq_group_30001',
      turn: 7,
      account: 'main',
      fields: { ms: 5 },
    }
    expect(at.seen).toMatchObject([expected])
    await at.life.dispose()
    expect(await at.written()).toEqual(at.seen)
  })

  it('is one line of the file, whatever it says, and holds no secret', async () => {
    await using at = await logging()
    const log = at.start()
    log.info('第一\n行 sk-abcdef123456', { url: '?token=geheim99', nothing: undefined })
    await at.life.dispose()
    expect(await at.written()).toMatchObject([{ message: '第一\n行 sk-•••', fields: { url: '?token=•••' } }])
  })

  it('has a name of its own', async () => {
    await using at = await logging()
    const log = at.start()
    for (let index = 0; index < 100; index++) log.info('同一刻')
    expect(new Set(at.seen.map(({ id }) => id)).size).toBe(100)
  })

  it('is left out below the level, which can change at any time', async () => {
    await using at = await logging()
    const log = at.start()
    log.debug('一')
    at.level.level = 'debug'
    log.debug('二')
    at.level.level = 'error'
    log.warn('三')
    expect(at.seen.map(({ message }) => message)).toEqual(['二'])
  })
})

describe('the file', () => {
  it('has everything that was said before it was open, also when the program ends at once', async () => {
    await using at = await logging()
    const log = at.start()
    for (let index = 0; index < 10; index++) log.info(`${index}`)
    await at.life.dispose()
    expect((await at.written()).map(({ message }) => message)).toEqual([...'0123456789'])
  })

  it('D0-47 is followed by another when it is full, and old ones go', async () => {
    await using at = await logging({ maxFileMegabytes: 1, keepFiles: 2 })
    const log = at.start()
    await waitFor('the file to be open', async () => (await at.files()).length === 1)
    const [oldest] = await at.files()
    for (let round = 0; round < 8; round++) {
      const before = await at.files()
      for (let index = 0; index < 600; index++) log.info('x'.repeat(2000))
      at.clock.advance(100)
      await waitFor('a new file', async () => (await at.files()).join() !== before.join())
    }
    await waitFor('the old ones to go', async () => (await at.files()).length === 3)
    expect(await at.files()).not.toContain(oldest)
  })

  it('cannot be written: the panel still sees the lines, and somebody is told', async () => {
    await using at = await logging()
    await writeFile(logFolder(at.dir.path), 'in the way')
    const log = at.start()
    log.info('还在')
    await waitFor('the failure', () => at.failures.length > 0)
    log.info('还在')
    expect(at.seen).toHaveLength(2)
  })

  it('is tried again after a while, so that the log goes on when there is room again', async () => {
    await using at = await logging()
    await writeFile(logFolder(at.dir.path), 'in the way')
    const log = at.start()
    await waitFor('the failure', () => at.failures.length > 0)
    await rm(logFolder(at.dir.path))
    log.info('zu früh')
    at.clock.advance(10_000)
    log.info('wieder da')
    await at.life.dispose()
    expect((await at.written()).map(({ message }) => message)).toEqual(['wieder da'])
  })
})
