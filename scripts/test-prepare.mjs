// npm run test:prepare – everything the end-to-end tests need beyond `npm ci`. Safe to run again at any time:
// what is there is kept, what was cut off is made anew, and with nothing to do it takes well under a second.
import { join } from 'node:path'
import { prepareFallbackElectron } from './test-runtime/fallback-electron.mjs'
import { prepareFallbackSqlite } from './test-runtime/fallback-sqlite.mjs'
import { fallbackElectronVersion, findChromium, findElectron, packageFolder } from './test-runtime/places.mjs'
import { run, say } from './test-runtime/run.mjs'
import { canInstallPackages, prepareSystemPackages } from './test-runtime/system-packages.mjs'

/** Offline this fails within a second, behind a silent firewall within ten; a slow download is given up. */
const DOWNLOAD_LIMIT_MS = 180_000

/** Electron's own download: the version we ship. True when it worked. */
async function downloadElectron() {
  say('fetching Electron with its own installer (ELECTRON_MIRROR is honoured)')
  try {
    await run(process.execPath, [join(packageFolder('electron'), 'install.js')], {
      timeoutMs: DOWNLOAD_LIMIT_MS,
    })
    return true
  } catch {
    say('its download site cannot be reached')
    return false
  }
}

/**
 * A prepared fallback is kept rather than the download tried again at every run; `npx install-electron`
 * puts the shipped version in its place whenever somebody can reach it.
 */
async function prepareElectron() {
  if (findElectron()?.fallback === false) return
  if (!findElectron() && (await downloadElectron())) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'There is no Electron for tests here. Run `npx install-electron` where its download site can be reached.',
    )
  }
  await prepareFallbackElectron()
  await prepareFallbackSqlite()
}

try {
  if (canInstallPackages()) await prepareSystemPackages()
  else say('system packages: left as they are (installing needs root on Debian or Ubuntu)')
  await prepareElectron()
  const { executable, fallback } = findElectron()
  say(`Electron: ${executable}${fallback ? ` (${fallbackElectronVersion}, for tests only)` : ''}`)
  say(`Chromium: ${findChromium() ?? 'none; `npx playwright install chromium` fetches one'}`)
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
