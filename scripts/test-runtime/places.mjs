import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, and therefore the app path that Electron is started with. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Resolves packages as the repository does, also those that only `electron` depends on. */
export const requireFromRepository = createRequire(join(repositoryRoot, 'package.json'))

/** The folder of an installed package. */
export function packageFolder(name) {
  return dirname(requireFromRepository.resolve(`${name}/package.json`))
}

/** The installed version of a package. */
export function packageVersion(name) {
  return JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')).version
}

/** Outside the repository: 560 MB that survive `git clean` and are shared by every checkout. */
function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'apricot-test-runtime')
}

/** Bump REVISION when anything but the loader changes in how the folder is made; old folders are left alone. */
const REVISION = 1
export const fallbackElectronVersion = '33.2.1'
export const fallbackFolder = join(cacheFolder(), `electron-${fallbackElectronVersion}-r${REVISION}`)

/**
 * The better-sqlite3 for the fallback, one per version of the package. It lies beside the loader, which
 * finds it by the same name (loader/native-redirect.cjs).
 */
export function fallbackSqliteFile() {
  return join(fallbackFolder, 'resources', 'app', `better-sqlite3-${packageVersion('better-sqlite3')}.node`)
}

/** Where the executable is inside an unpacked Electron. */
function executableIn(folder) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  return join(folder, names[process.platform] ?? 'electron')
}

/**
 * The Electron that tests run in, or undefined. The order is part of the contract: what somebody asked
 * for, then the version we ship, then the old one that needs no download site.
 */
export function findElectron() {
  const asked = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (asked) {
    if (existsSync(executableIn(asked))) return { executable: executableIn(asked), fallback: false }
    throw new Error(
      `ELECTRON_OVERRIDE_DIST_PATH is "${asked}", but there is no ${executableIn(asked)}; unset it or correct it`,
    )
  }
  // Electron's installer writes path.txt last, so a download that was cut off does not count.
  const own = packageFolder('electron')
  if (existsSync(join(own, 'path.txt')))
    return { executable: executableIn(join(own, 'dist')), fallback: false }
  const fallback = executableIn(fallbackFolder)
  return existsSync(fallback) && existsSync(fallbackSqliteFile())
    ? { executable: fallback, fallback: true }
    : undefined
}

/**
 * A Chromium for the web panel, or undefined: the distribution's, else the one `playwright install` fetched.
 * Ubuntu's /usr/bin/chromium-browser is a snap stub that cannot be driven, so that name is not looked for.
 */
export function findChromium() {
  const distribution = '/usr/bin/chromium'
  if (existsSync(distribution)) return distribution
  const playwrights = requireFromRepository('playwright').chromium.executablePath()
  return existsSync(playwrights) ? playwrights : undefined
}

/** Whether a command is on the PATH. */
export function hasCommand(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}
