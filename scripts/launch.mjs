// npm start (desktop) and npm run serve (web panel): builds when needed, then runs what was built.
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { desktopArguments } from './launch/arguments.mjs'
import { ensureBuilt } from './launch/build.mjs'
import { runDesktop } from './launch/desktop.mjs'
import { LaunchError, say } from './launch/say.mjs'

const NEEDED_NODE = 24
const root = fileURLToPath(new URL('..', import.meta.url))

/** In this process, so that signals and the exit code are the panel's own. */
async function serve(args) {
  module.enableCompileCache(join(root, 'node_modules', '.cache', 'apricot'))
  const program = join(root, 'out', 'main', 'serve.js')
  process.argv = [process.execPath, program, ...args]
  await import(pathToFileURL(program).href)
}

async function desktop(args) {
  const { desktop, web } = desktopArguments(args)
  try {
    process.exitCode = await runDesktop(root, desktop)
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    say(`打不开桌面窗口：${error.message}。改用浏览器里的面板。`)
    await serve(web)
  }
}

try {
  if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
    throw new LaunchError(
      `杏桃要用 Node ${NEEDED_NODE}，现在是 ${process.versions.node}。先运行 npm ci（会装好合适的 Node），再用 npm start 或 npm run serve 启动。`,
    )
  }
  const [host, ...args] = process.argv.slice(2)
  await ensureBuilt(root)
  await (host === 'serve' ? serve(args) : desktop(args))
} catch (error) {
  if (!(error instanceof LaunchError)) throw error
  say(error.message)
  process.exitCode = 1
}
