import { readdir } from 'node:fs/promises'
import { type Computer, pathsOf } from './computer.ts'

/** A folder, or the folder `inside` of every version that lies in it, newest first. */
type Place = string | { readonly versions: string; readonly inside: string }

/**
 * Where installers put programs. A program that was started by a click does not have these in its PATH: it never saw
 * the shell's profile. Folders that are not there are left out only where versions lie in them.
 */
export async function usualPlaces(computer: Computer): Promise<string[]> {
  const places = computer.platform === 'win32' ? windows(computer) : unix(computer)
  const { join } = pathsOf(computer)
  const found = await Promise.all(
    places.map(async (place) =>
      typeof place === 'string'
        ? [place]
        : (await newestFirst(place.versions)).map((version) => join(place.versions, version, place.inside)),
    ),
  )
  return found.flat()
}

function unix({ platform, home, env }: Computer): Place[] {
  const mac = platform === 'darwin'
  const fnm = [
    env.FNM_DIR ?? '',
    mac ? `${home}/Library/Application Support/fnm` : `${home}/.local/share/fnm`,
    `${home}/.fnm`,
  ]
  return [
    ...(mac ? ['/opt/homebrew/bin'] : []),
    '/usr/local/bin',
    `${home}/.local/bin`,
    `${home}/.volta/bin`,
    { versions: `${env.NVM_DIR ?? `${home}/.nvm`}/versions/node`, inside: 'bin' },
    ...fnm
      .filter((folder) => folder !== '')
      .map((folder) => ({ versions: `${folder}/node-versions`, inside: 'installation/bin' })),
    `${home}/.local/share/mise/shims`,
    `${home}/.asdf/shims`,
    `${home}/.bun/bin`,
    `${home}/.cargo/bin`,
    `${home}/.deno/bin`,
    ...(mac ? [] : ['/home/linuxbrew/.linuxbrew/bin', '/snap/bin']),
    '/usr/bin',
    '/bin',
  ]
}

function windows({ home, env }: Computer): Place[] {
  const roaming = env.APPDATA ?? `${home}\\AppData\\Roaming`
  const local = env.LOCALAPPDATA ?? `${home}\\AppData\\Local`
  const programs = env.ProgramFiles ?? 'C:\\Program Files'
  return [
    `${programs}\\nodejs`,
    `${roaming}\\npm`,
    `${local}\\Programs\\nodejs`,
    `${local}\\Volta\\bin`,
    ...(env.NVM_SYMLINK ? [env.NVM_SYMLINK] : []),
    { versions: `${env.FNM_DIR ?? `${roaming}\\fnm`}\\node-versions`, inside: 'installation' },
    `${home}\\.local\\bin`,
    `${local}\\Programs\\uv`,
    { versions: `${local}\\Programs\\Python`, inside: 'Scripts' },
    { versions: `${local}\\Programs\\Python`, inside: '.' },
    `${local}\\Microsoft\\WinGet\\Links`,
    `${home}\\scoop\\shims`,
    `${home}\\.bun\\bin`,
    `${home}\\.cargo\\bin`,
    `${home}\\.deno\\bin`,
    `${programs}\\Docker\\Docker\\resources\\bin`,
  ]
}

async function newestFirst(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}
