import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const MARK = '-making-'

/**
 * Calls `make` with an empty folder beside `target`, so that moving the result there is a rename: `target` is
 * complete or absent, whenever the run is stopped. The folder goes away afterwards; those of runs that were
 * killed carry their process id and are removed here, being up to a gigabyte each.
 */
export async function inWorkFolder(target, make) {
  const parent = dirname(target)
  await mkdir(parent, { recursive: true })
  for (const name of await readdir(parent)) {
    const pid = Number(name.split(MARK)[1])
    if (pid && !isRunning(pid)) await rm(join(parent, name), { recursive: true, force: true })
  }
  const folder = join(parent, `${basename(target)}${MARK}${process.pid}`)
  await mkdir(folder)
  try {
    await make(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
