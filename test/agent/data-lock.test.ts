import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { lockDataDir } from '../../src/agent/data-lock.ts'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { ProblemError } from '../../src/agent/kernel/problem.ts'
import type { Problem } from '../../src/shared/problem.ts'
import { tempDir } from '../support/temp-dir.ts'

/** A program that does nothing until the end of the block. */
function otherProcess(): Disposable & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  return { pid: child.pid ?? 0, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? 0
}

function refusal(dataDir: string): Problem {
  try {
    lockDataDir(new Lifetime(), dataDir)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('The folder was not locked')
}

it('holds the folder with its process id, for nobody else to read, until it ends', async () => {
  await using dir = await tempDir()
  const life = new Lifetime()
  lockDataDir(life, dir.path)
  expect(JSON.parse(await readFile(dir.file('lock.json'), 'utf8'))).toMatchObject({ pid: process.pid })
  expect((await stat(dir.file('lock.json'))).mode & 0o777).toBe(0o600)
  await life.dispose()
  expect(existsSync(dir.file('lock.json'))).toBe(false)
  lockDataDir(new Lifetime(), dir.path)
})

it('tells a second one who holds it and where its panel is', async () => {
  await using dir = await tempDir()
  using holder = otherProcess()
  await writeFile(dir.file('lock.json'), JSON.stringify({ pid: holder.pid, panel: 'http://127.0.0.1:7860/' }))
  const problem = refusal(dir.path)
  expect(problem.code).toBe('data.locked')
  expect(problem.message).toContain(`${holder.pid}`)
  expect(problem.message).toContain('http://127.0.0.1:7860/')
})

it('refuses a second one in the same process, and the refused one does not take the lock along', async () => {
  await using dir = await tempDir()
  const announce = lockDataDir(new Lifetime(), dir.path)
  announce('http://127.0.0.1:7860/')
  expect(refusal(dir.path).message).toContain('http://127.0.0.1:7860/')
  expect(existsSync(dir.file('lock.json'))).toBe(true)
})

it('takes over what a killed process left', async () => {
  await using dir = await tempDir()
  await writeFile(dir.file('lock.json'), JSON.stringify({ pid: await deadProcess(), panel: 'http://gone/' }))
  lockDataDir(new Lifetime(), dir.path)
  const holder = JSON.parse(await readFile(dir.file('lock.json'), 'utf8'))
  expect(holder).toMatchObject({ pid: process.pid })
  expect(holder).not.toHaveProperty('panel')
})

it('takes over what a process left whose number another one has now', async () => {
  await using dir = await tempDir()
  using other = otherProcess()
  await writeFile(dir.file('lock.json'), JSON.stringify({ pid: other.pid, start: 'long ago' }))
  // Where the system does not tell when a process began, only its number counts.
  if (existsSync('/proc/self/stat')) lockDataDir(new Lifetime(), dir.path)
  else expect(refusal(dir.path).code).toBe('data.locked')
})

it('takes over what an earlier process with its own number left: in a container every start has the same', async () => {
  await using dir = await tempDir()
  await writeFile(dir.file('lock.json'), JSON.stringify({ pid: process.pid }))
  lockDataDir(new Lifetime(), dir.path)
  expect(refusal(dir.path).code).toBe('data.locked')
})

it.each(['', '{"pid"', 'null', '{"pid":"x"}', '{"pid":0}', '{"pid":-1}', '[]'])(
  'takes over a lock that says %j: nobody holds it',
  async (text) => {
    await using dir = await tempDir()
    await writeFile(dir.file('lock.json'), text)
    const life = new Lifetime()
    lockDataDir(life, dir.path)
    await life.dispose()
    expect(existsSync(dir.file('lock.json'))).toBe(false)
  },
)

it('says so when the folder cannot be written', async () => {
  await using dir = await tempDir()
  expect(refusal(dir.file('nowhere')).code).toBe('data.not-writable')
})

it('leaves a lock alone that somebody else has taken meanwhile', async () => {
  await using dir = await tempDir()
  const life = new Lifetime()
  lockDataDir(life, dir.path)
  await writeFile(dir.file('lock.json'), JSON.stringify({ pid: 1 }))
  await life.dispose()
  expect(existsSync(dir.file('lock.json'))).toBe(true)
})
