import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { findChromium, repositoryRoot } from '../../../scripts/test-runtime/places.mjs'
import { collectOutput, endProcess, type HostStart } from './host.ts'

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
export async function startWeb({ playwright, dataDir, output, life }: HostStart): Promise<Page> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium to test in; run: npm run test:prepare')
  const serve = [join(repositoryRoot, 'out/main/serve.js'), '--data', dataDir, '--port', '0']
  const child = spawn(process.execPath, serve, { stdio: ['ignore', 'pipe', 'pipe'] })
  collectOutput(child, output)
  life.defer(() => endProcess(child, async () => void child.kill('SIGTERM')))
  const { panel } = JSON.parse(await firstLine(child)) as { panel: string }
  const browser = await playwright.chromium.launch({ executablePath, args: flags })
  life.defer(() => browser.close())
  const page = await browser.newPage()
  await page.goto(panel)
  return page
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
