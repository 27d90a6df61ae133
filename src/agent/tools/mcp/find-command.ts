import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { type Computer, pathsOf } from './computer.ts'
import { usualPlaces } from './usual-places.ts'

/** What a project installed for itself; under `npm start` it stands in front of everything. */
const projectTools = /[\\/]node_modules[\\/]\.bin[\\/]?$/

/**
 * Folders a command is looked for in, first one first: those of `ownPath`, of the PATH this program was started with,
 * and the usual places. No folder twice, none that is not absolute.
 * @param ownPath PATH that the owner set for this program; '' when he set none.
 */
export async function searchFolders(computer: Computer, ownPath = ''): Promise<string[]> {
  const paths = pathsOf(computer)
  const listed = [ownPath, computer.env.PATH ?? ''].flatMap((path) => path.split(paths.delimiter))
  const all = [...listed, ...(await usualPlaces(computer))]
    .map((folder) => folder.trim().replace(/^"(.*)"$/, '$1'))
    .filter((folder) => paths.isAbsolute(folder) && !projectTools.test(folder))
    .map((folder) => paths.normalize(folder).replace(/(?<=[^:\\/])[\\/]+$/, ''))
  return [...new Set(all)]
}

/**
 * The file that a command means, or null when there is none. A command with a slash is a path: `~/` is the home folder,
 * a relative one starts at `cwd`. On Windows the endings of PATHEXT are tried.
 * @param isThere whether a file can be run; asks the disk by default.
 */
export async function findCommand(
  command: string,
  { folders, cwd, computer }: { folders: readonly string[]; cwd: string; computer: Computer },
  isThere: (file: string, computer: Computer) => Promise<boolean> = isProgram,
): Promise<string | null> {
  const paths = pathsOf(computer)
  const name = /^~[\\/]/.test(command) ? paths.join(computer.home, command.slice(2)) : command
  const places = /[\\/]/.test(name) ? [paths.resolve(cwd, name)] : folders.map((dir) => paths.join(dir, name))
  for (const place of places)
    for (const file of spellings(place, computer)) if (await isThere(file, computer)) return file
  return null
}

function spellings(file: string, computer: Computer): string[] {
  if (computer.platform !== 'win32') return [file]
  const endings = (computer.env.PATHEXT || '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '')
  const ending = pathsOf(computer).extname(file).toLowerCase()
  // `npx` without an ending lies beside `npx.cmd` too, and is a shell script that Windows cannot start.
  return endings.some((known) => known.toLowerCase() === ending)
    ? [file]
    : endings.map((known) => file + known.toLowerCase())
}

async function isProgram(file: string, { platform }: Computer): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false
    if (platform !== 'win32') await access(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
