import { type Computer, pathsOf } from './computer.ts'

/** What a program needs to know of the computer. Everything else may be a key that is none of its business. */
const harmless = [
  ...['HOME', 'LOGNAME', 'SHELL', 'TERM', 'USER', 'TMPDIR', 'TEMP', 'TMP', 'TZ'],
  ...['LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'DOCKER_HOST'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'NODE_EXTRA_CA_CERTS'],
]
const windowsToo = [
  ...['APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'COMMONPROGRAMFILES'],
  ...['HOMEDRIVE', 'HOMEPATH', 'USERPROFILE', 'USERNAME', 'SYSTEMDRIVE', 'SYSTEMROOT', 'WINDIR'],
  ...['COMSPEC', 'PATHEXT', 'PROCESSOR_ARCHITECTURE', 'NUMBER_OF_PROCESSORS', 'OS'],
]

/**
 * The environment of a server: the harmless part of ours, what the owner set, and the PATH the command was found in.
 * The command's own folder comes first there, so that `npx` runs with the Node it came with.
 * @param file the command as it was found.
 */
export function childEnvironment(
  computer: Computer,
  { own, file, folders }: { own: Record<string, string>; file: string; folders: readonly string[] },
): Record<string, string> {
  const { env, platform } = computer
  const paths = pathsOf(computer)
  const names = platform === 'win32' ? [...harmless, ...windowsToo] : harmless
  const ours = names.flatMap((name): [string, string][] => {
    const value = env[name]
    // A value that begins so is a function of an old shell.
    return value === undefined || value.startsWith('()') ? [] : [[name, value]]
  })
  const theirs = Object.entries(own).filter(([name]) => !isPath(name, computer))
  const path = [...new Set([paths.dirname(file), ...folders])].join(paths.delimiter)
  return { ...Object.fromEntries(ours), ...Object.fromEntries(theirs), PATH: path }
}

/** The PATH the owner set among the variables of a server; '' when he did not. */
export function ownPath(computer: Computer, own: Record<string, string>): string {
  return Object.entries(own).find(([name]) => isPath(name, computer))?.[1] ?? ''
}

function isPath(name: string, { platform }: Computer): boolean {
  return platform === 'win32' ? name.toUpperCase() === 'PATH' : name === 'PATH'
}
