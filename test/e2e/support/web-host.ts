import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { findChromium, repositoryRoot } from '../../../scripts/test-runtime/places.mjs'
import { collectOutput, endProcess, type HostStart, type RunningHost } from './host.ts'

/** A browser that speaks to nobody but the panel; root has no sandbox to enter. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

/** Starts the built headless host, opens its panel in Chromium and resolves with that page. */
export async function startWeb(start: HostStart): Promise<RunningHost> {
  const { playwright, life } = start
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium to test in; run: npm run test:prepare')
  const { child, panel } = await startServe(start)
  const browser = await playwright.chromium.launch({ executablePath, args: flags })
  life.defer(() => browser.close())
  const page = await browser.newPage({ viewport })
  await page.goto(panel)
  return { page, process: child, app: null }
}

/** The design size, as the desktop app's window has it. */
const viewport = { width: 1280, height: 800 }

export interface RunningServe {
  child: ChildProcess
  /** Address of the panel with its one-time token. */
  panel: string
}

/** Starts the built headless host alone; resolves when it listens. Port 0 lets the system choose. */
export async function startServe(
  { dataDir, output, life }: Omit<HostStart, 'playwright'>,
  port = '0',
): Promise<RunningServe> {
  const child = spawnServe(['--data', dataDir, '--port', port])
  collectOutput(child, output)
  life.defer(() => stopServe(child))
  const { panel } = JSON.parse(await firstLine(child)) as { panel: string }
  return { child, panel }
}

/** Runs the built headless host with these arguments. */
export function spawnServe(args: readonly string[]): ChildProcess {
  const script = join(repositoryRoot, 'out/main/serve.js')
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Ends it as a system does; does nothing when it has ended. */
export function stopServe(child: ChildProcess): Promise<void> {
  return endProcess(child, async () => void child.kill('SIGTERM'))
}

/** The first line a process prints; rejects when the process ends without one. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.on('data', (chunk: string) => {
      printed += chunk
      const end = printed.indexOf('\n')
      if (end >= 0) resolve(printed.slice(0, end))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new Error(`serve.js ended with ${signal ?? code} before it was ready`))
    })
  })
}
