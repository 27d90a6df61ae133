import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Page } from 'playwright/test'
import { findElectron, repositoryRoot } from '../../../scripts/test-runtime/places.mjs'
import { collectOutput, endProcess, type HostStart } from './host.ts'

/** Root has no sandbox to enter, and a virtual display has no graphics card. */
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** Starts the built desktop app in the Electron for tests and resolves with its first window. */
export async function startDesktop({
  playwright,
  dataDir,
  profileDir,
  output,
  life,
}: HostStart): Promise<Page> {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to test in; run: npm run test:prepare')
  const app = await collectingOutput(output, () =>
    playwright._electron.launch({
      executablePath: electron.executable,
      // A profile for every test: the single-instance lock lives there, and two workers run at once.
      args: [...rootFlags, '--lang=zh-CN', `--user-data-dir=${profileDir}`, repositoryRoot],
      env: { ...(process.env as Record<string, string>), APRICOT_DATA: dataDir },
    }),
  )
  life.defer(() => endProcess(app.process(), () => app.close()))
  return app.firstWindow()
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
