import { parseArgs } from 'node:util'
import { type Environment, resolveDataDir } from '../agent/data-dir.ts'

export interface DesktopArguments {
  readonly dataDir: string
  /** Started with the system: stay in the tray until somebody asks for the window. */
  readonly hidden: boolean
}

/** Reads `--data DIR` and `--hidden`; what Chromium and Electron add to the line is passed over. */
export function parseDesktopArguments(argv: readonly string[], env: Environment): DesktopArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, hidden: { type: 'boolean' } },
    strict: false,
  })
  return {
    dataDir: resolveDataDir(typeof values.data === 'string' ? values.data : undefined, env),
    hidden: values.hidden === true,
  }
}
