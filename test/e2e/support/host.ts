import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { ElectronApplication, Page, PlaywrightWorkerArgs } from 'playwright/test'

/** What starting a host takes. */
export interface HostStart {
  playwright: PlaywrightWorkerArgs['playwright']
  dataDir: string
  /** Collects what the host prints; shown when the test fails. */
  output: string[]
  /** Owns everything that is started; stops it in reverse. */
  life: AsyncDisposableStack
}

/** A host that runs, and its panel. */
export interface RunningHost {
  page: Page
  process: ChildProcess
  /** The desktop host as Playwright drives it; null for the web host. */
  app: ElectronApplication | null
}

/** The product promises to be gone within 5 s; a loaded test machine gets twice that. */
const QUIT_LIMIT_MS = 10_000

/**
 * Asks the process to stop and resolves when it has; one that outlives the limit is killed and reported,
 * because a host that does not quit is a bug of the product and no detail of the test.
 */
export async function endProcess(child: ChildProcess, stop: () => Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  let outlived = false
  const timer = setTimeout(() => {
    outlived = true
    child.kill('SIGKILL')
  }, QUIT_LIMIT_MS)
  stop().catch(() => {}) // it may be ending already; that it ends is what counts
  await exited
  clearTimeout(timer)
  if (outlived) throw new Error(`The host did not quit within ${QUIT_LIMIT_MS / 1000} s`)
}

/** Keeps what a process prints. */
export function collectOutput(child: ChildProcess, output: string[]): void {
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk))
}
