import { spawn } from 'node:child_process'
import { electronBinary } from './electron-binary.mjs'
import { LaunchError } from './say.mjs'

const SILENCE_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 6_000
const READY = 'apricot-ready'

/**
 * Runs the desktop app and resolves with its exit code when it was quit.
 * Throws a LaunchError, a reason in words, when this machine cannot show it.
 */
export async function runDesktop(root, args) {
  const obstacle = obstacleHere()
  if (obstacle) throw new LaunchError(obstacle)
  const binary = await electronBinary(root)
  const child = spawn(binary, [root, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(child, signal))
  return untilEnd(child)
}

/** Passes a signal on. An open dialog holds quitting up, so there is an end to waiting. */
function stop(child, signal) {
  child.kill(signal)
  setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS).unref()
}

/** What is known to end Electron at once, so that nothing is downloaded in vain. */
function obstacleHere() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return '这里没有图形界面'
  if (process.getuid() === 0 && !process.env.ELECTRON_DISABLE_SANDBOX) return 'Electron 不能以 root 身份运行'
  return null
}

function environment() {
  const { ELECTRON_RUN_AS_NODE: _setByEditors, ...env } = process.env
  return { ...env, APRICOT_LAUNCHER: '1' }
}

/** Chromium complains on stderr about much that does not matter: it is shown only once the app works. */
function untilEnd(child) {
  return new Promise((resolve, reject) => {
    let ready = false
    let held = ''
    let silence = setTimeout(giveUp, SILENCE_LIMIT_MS)

    function giveUp() {
      child.kill('SIGKILL')
    }

    function receive(text) {
      if (ready) return process.stderr.write(text)
      clearTimeout(silence)
      held += text
      ready = held.includes(READY)
      if (ready) process.stderr.write(held.replace(/^apricot-ready\r?\n/m, ''))
      else silence = setTimeout(giveUp, SILENCE_LIMIT_MS)
    }

    child.stdout.setEncoding('utf8').on('data', receive)
    child.stderr.setEncoding('utf8').on('data', receive)
    child.on('error', (error) =>
      reject(new LaunchError(`Electron 启动不了（${error.code ?? error.message}）`)),
    )
    // After `close` everything it wrote has been read, so `ready` is the last word.
    child.on('close', (code, signal) => {
      clearTimeout(silence)
      if (ready) resolve(code ?? 0)
      else reject(new LaunchError(`Electron 启动不了（${signal ?? `退出码 ${code}`}）`))
    })
  })
}
