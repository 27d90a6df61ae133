import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { findElectron, repositoryRoot } from '../../../scripts/test-runtime/places.mjs'
import { collectOutput, endProcess, type HostStart, type RunningHost } from './host.ts'

/** Root has no sandbox to enter, and a virtual display has no graphics card. */
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** The executable and the arguments that start the built desktop app in the Electron for tests. */
export function desktopCommand(): { executable: string; args: string[] } {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to test in; run: npm run test:prepare')
  return { executable: electron.executable, args: [...rootFlags, '--lang=zh-CN', repositoryRoot] }
}

/** What the desktop app finds in its environment; its window and its lock live in the data folder too. */
export function desktopEnvironment(dataDir: string): Record<string, string> {
  return { ...(process.env as Record<string, string>), APRICOT_DATA: dataDir }
}

/** Starts the built desktop app and resolves with its first window. */
export async function startDesktop({ playwright, dataDir, output, life }: HostStart): Promise<RunningHost> {
  const { executable, args } = desktopCommand()
  const app = await collectingOutput(output, () =>
    playwright._electron.launch({ executablePath: executable, args, env: desktopEnvironment(dataDir) }),
  )
  const child = app.process()
  life.defer(() => endProcess(child, () => app.close()))
  return { page: await app.firstWindow(), process: child, app }
}

/**
 * Collects from the process's first byte. Playwright hands the process over when it is attached, and by
 * then an app that fails at start has already said why.
 */
async function collectingOutput<T>(output: string[], launch: () => Promise<T>): Promise<T> {
  const onCreated = (message: unknown): void => {
    const child = (message as { process: ChildProcess }).process
    child.once('spawn', () => collectOutput(child, output))
  }
  subscribe('child_process', onCreated)
  try {
    return await launch()
  } finally {
    unsubscribe('child_process', onCreated)
  }
}
