import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LaunchError, say } from './say.mjs'

const SILENCE_LIMIT_MS = 60_000
const CHECK_EVERY_MS = 1_000
const SAY_EVERY_MS = 10_000

/**
 * The path of Electron's executable. It is not part of the package: the first start downloads it, and is given
 * up with a LaunchError after 60 s without a byte.
 */
export async function electronBinary(root) {
  const found = installedBinary(root)
  if (found) return found
  await download(root)
  const fetched = installedBinary(root)
  if (!fetched) throw new LaunchError('Electron 没有下载完整')
  return fetched
}

/** The same answer as the `electron` package gives, without the download that it starts on its own. */
function installedBinary(root) {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return join(override, name ?? 'electron')
  const binary = name && join(folder, 'dist', name)
  return binary && existsSync(binary) ? binary : null
}

/** Runs Electron's own installer. It says nothing for minutes, so what arrives is measured in its temporary folder. */
async function download(root) {
  say('第一次启动要下载桌面窗口用的 Electron，大约 120 MB……')
  const temporary = await mkdtemp(join(tmpdir(), 'apricot-electron-'))
  const child = spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  const watch = setInterval(watcher(child, temporary), CHECK_EVERY_MS)
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
    if (code !== 0)
      throw new LaunchError('Electron 下载不了（可以用环境变量 ELECTRON_MIRROR 换一个下载地址）')
  } finally {
    clearInterval(watch)
    rmSync(temporary, { recursive: true, force: true })
  }
}

function watcher(child, folder) {
  let size = 0
  let grewAt = performance.now()
  let saidAt = performance.now()
  return () => {
    const now = performance.now()
    const next = sizeOf(folder)
    if (next !== size) grewAt = now
    size = next
    if (now - grewAt > SILENCE_LIMIT_MS) child.kill()
    if (now - saidAt > SAY_EVERY_MS && size > 0) {
      saidAt = now
      say(`已经下载 ${Math.round(size / 1024 / 1024)} MB`)
    }
  }
}

function sizeOf(folder) {
  let size = 0
  for (const name of readdirSync(folder, { recursive: true })) {
    // A file may be moved away between the listing and the look.
    size += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  }
  return size
}
