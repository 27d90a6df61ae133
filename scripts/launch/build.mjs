import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError, say } from './say.mjs'

/** Everything the build reads; folders with all that is in them. */
const sources = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const LOCK_WAIT_MS = 200

/** Builds the app into `out/` unless that was made from the very files that are here now. */
export async function ensureBuilt(root) {
  if (isBuilt(root)) return
  const release = await lockBuild(root)
  try {
    // Another start may have built while this one waited.
    if (isBuilt(root)) return
    const stamp = stampOf(root)
    say('正在构建杏桃（代码有变化，大约十秒）……')
    await build(root)
    writeFileSync(stampFile(root), stamp)
  } finally {
    release()
  }
}

function isBuilt(root) {
  const file = stampFile(root)
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root)
}

function stampFile(root) {
  return join(root, 'out', 'sources.sha1')
}

/** Name, size and time of every source: reading them all would cost every start more than this. */
function stampOf(root) {
  const hash = createHash('sha1')
  for (const source of sources) {
    const path = join(root, source)
    const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).sort() : ['']
    for (const name of names) {
      const { size, mtimeMs } = statSync(join(path, name))
      hash.update(`${source}/${name} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** Two starts at once must not build into the same folder. A lock whose process is gone does not count. */
async function lockBuild(root) {
  await mkdir(join(root, 'out'), { recursive: true })
  const file = join(root, 'out', 'building.pid')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isRunning(readPid(file))) await sleep(LOCK_WAIT_MS)
    else rmSync(file, { force: true })
  }
}

function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return Number.NaN
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function build(root) {
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const args = [program, 'build', '--logLevel', 'warn']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new LaunchError('构建没有成功，原因在上面。'))
    })
  })
}
