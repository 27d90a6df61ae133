import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Lifetime } from './kernel/lifetime.ts'
import { ProblemError } from './kernel/problem.ts'

const Holder = z.object({
  pid: z.int().positive(),
  /** See {@link startOf}. */
  start: z.string().nullish(),
  panel: z.string().optional(),
})
type Holder = z.infer<typeof Holder>

/** Lock files this process holds: its number in a file alone may be from an earlier process that had the same. */
const held = new Set<string>()

/**
 * Makes sure that only one host uses a data folder: a file with the process id, taken before anything else is opened.
 * What a killed process left behind is taken over.
 * Throws a ProblemError `data.locked` that says where the other one's panel is.
 * @returns how to tell others where this one's panel is.
 */
export function lockDataDir(life: Lifetime, dataDir: string): (panel: string) => void {
  const path = join(dataDir, 'lock.json')
  const mine: Holder = { pid: process.pid, start: startOf(process.pid) }
  if (!create(path, mine)) {
    const holder = read(path)
    if (holder && (held.has(path) || isRunning(holder))) throw locked(dataDir, holder)
    rmSync(path, { force: true })
    if (!create(path, mine)) throw locked(dataDir, read(path))
  }
  held.add(path)
  life.defer(() => {
    held.delete(path)
    if (read(path)?.pid === process.pid) rmSync(path, { force: true })
  })
  return (panel) => {
    // Renamed, because a file that is empty for a moment is one that nobody holds.
    writeFileSync(`${path}.new`, JSON.stringify({ ...mine, panel }), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
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
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Half written by a process that was killed: nobody holds it.
    return null
  }
}

function isRunning({ pid, start }: Holder): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return !start || start === startOf(pid)
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * When a process began, in a count of the system's own; null where the system does not tell. Numbers of processes are
 * given again, in a container soon: it tells the one that wrote the file from one that only has its number.
 */
function startOf(pid: number): string | null {
  try {
    const facts = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22 (man 5 proc_pid_stat); the name, field 2, is in brackets and may hold spaces.
    return facts.slice(facts.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
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
