import { homedir } from 'node:os'
import { type PlatformPath, posix, win32 } from 'node:path'

/** What of this computer decides where programs are found and what they are told. */
export interface Computer {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** The one this program runs on. `process.env` itself: on Windows it knows names in any case. */
export function thisComputer(): Computer {
  return { platform: process.platform, env: process.env, home: homedir() }
}

/** How paths are written there. */
export function pathsOf({ platform }: Computer): PlatformPath {
  return platform === 'win32' ? win32 : posix
}
