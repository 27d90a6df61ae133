import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The absolute path of the folder that holds everything, the same for both hosts: what was asked for,
 * then `APRICOT_DATA`, then where the system keeps the data of programs. It need not exist.
 */
export function resolveDataDir(
  asked: string | undefined,
  env: Environment = process.env,
  system: { platform: NodeJS.Platform; home: string } = { platform: process.platform, home: homedir() },
): string {
  return resolve(asked || env.APRICOT_DATA || systemDataDir(env, system))
}

function systemDataDir(env: Environment, system: { platform: NodeJS.Platform; home: string }): string {
  const { platform, home } = system
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Apricot')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Apricot')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'apricot')
}
