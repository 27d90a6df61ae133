import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ProblemError } from './kernel/problem.ts'

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

/** Makes the folder when it is missing. Throws a ProblemError `data.not-writable`. */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ProblemError(
      {
        code: 'data.not-writable',
        message: `数据文件夹建不起来：${dataDir}`,
        hint: '用 --data 换一个文件夹',
      },
      { cause: error },
    )
  }
}
