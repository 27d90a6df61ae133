import { readFileSync } from 'node:fs'
import { run, say } from './run.mjs'

/** A display, what Electron links against, Chinese glyphs for screenshots, a compiler for the fallback. */
const PACKAGES =
  'xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatk-bridge2.0-0 libnotify4 fonts-noto-cjk g++ make python3'

/** Reads /etc/os-release: 'debian', 'ubuntu', or undefined for everything else. */
export function debianFamily() {
  try {
    return /^ID="?(debian|ubuntu)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined // no such file: macOS, Windows
  }
}

/** Only root may install; everybody else gets along with what is there. */
export function canInstallPackages() {
  return debianFamily() !== undefined && process.getuid?.() === 0
}

/** Since 2024 some libraries carry a suffix for 64-bit time: libgtk-3-0t64 is the newer libgtk-3-0. */
const names = (name) => [name, `${name}t64`]

async function installedPackages() {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const query = ['-W', '-f', '${db:Status-Status} ${Package}\n', '*']
  const lines = (await run('dpkg-query', query)).split('\n')
  return new Set(
    lines.filter((line) => line.startsWith('installed ')).map((line) => line.slice('installed '.length)),
  )
}

/** Takes the suffixed name where the distribution has it: the plain one is then virtual or ambiguous. */
async function nameHere(name) {
  const known = (await run('apt-cache', ['pkgnames', name])).split('\n')
  return known.includes(`${name}t64`) ? `${name}t64` : name
}

/**
 * Installs what is missing and nothing else; with everything there it asks dpkg once and touches no network.
 * Ubuntu's chromium is a stub for a snap, which does not work in containers, so it is left out there.
 */
export async function prepareSystemPackages() {
  const wanted = debianFamily() === 'debian' ? [...PACKAGES.split(' '), 'chromium'] : PACKAGES.split(' ')
  const installed = await installedPackages()
  const missing = wanted.filter((name) => !names(name).some((variant) => installed.has(variant)))
  if (missing.length === 0) return say('system packages: all there')
  say(`system packages: installing ${missing.join(' ')}`)
  // Another installation may be running (unattended upgrades, a fresh machine): wait for it.
  const apt = (...args) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', '-q', ...args], { env: quiet() })
  await apt('update')
  await apt('install', '-y', '--no-install-recommends', ...(await Promise.all(missing.map(nameHere))))
}

const quiet = () => ({ ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
