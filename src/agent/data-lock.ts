import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Lifetime } from './kernel/lifetime.ts'
import { ProblemError } from './kernel/problem.ts'

interface Holder {
  pid: number
  panel?: string
}

/**
 * Makes sure that only one host uses a data folder: a file with the process id, taken before anything else is opened.
 * What a killed process left behind is taken over.
 * Throws a ProblemError `data.locked` that says where the other one's panel is.
 * @returns how to tell others where this one's panel is.
 */
export function lockDataDir(life: Lifetime, dataDir: string): (panel: string) => void {
  const path = join(dataDir, 'lock.json')
  const mine: Holder = { pid: process.pid }
  if (!create(path, mine)) {
    const holder = read(path)
    if (holder && isRunning(holder.pid)) throw locked(dataDir, holder)
    rmSync(path, { force: true })
    if (!create(path, mine)) throw locked(dataDir, read(path))
  }
  life.defer(() => {
    if (read(path)?.pid === process.pid) rmSync(path, { force: true })
  })
  return (panel) => writeFileSync(path, JSON.stringify({ ...mine, panel }), { mode: 0o600 })
}

function create(path: string, holder: Holder): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, JSON.stringify(holder))
    closeSync(file)
    return true
  } catch (error) {
    if (existsSync(path)) return false
    throw new ProblemError(
      {
        code: 'data.not-writable',
        message: '数据文件夹不能写',
        hint: '换一个文件夹（--data），或者改一下它的权限',
      },
      { cause: error },
    )
  }
}

function read(path: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof holder === 'object' && holder !== null && 'pid' in holder ? (holder as Holder) : null
  } catch {
    // Half written by a process that was killed: nobody holds it.
    return null
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function locked(dataDir: string, holder: Holder | null): ProblemError {
  const where = holder?.panel ? `，它的面板在 ${holder.panel}` : ''
  return new ProblemError({
    code: 'data.locked',
    message: `这个数据文件夹正被另一个杏桃用着（进程 ${holder?.pid ?? '不明'}${where}）：${dataDir}`,
    hint: holder?.panel ? '直接打开那个面板，或者先关掉它' : '先关掉它，或者用 --data 换一个文件夹',
  })
}
