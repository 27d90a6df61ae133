import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from 'playwright/test'
import { startDesktop } from './desktop-host.ts'
import type { RunningHost } from './host.ts'
import { watchErrors } from './page-errors.ts'
import { startWeb } from './web-host.ts'

/** What a project or `test.use()` may set. */
export interface HostOptions {
  /** Which host shows the panel; set by the project. */
  host: 'desktop' | 'web'
  /** Written as config.json into the data folder before the host starts; without it the host starts bare. */
  config: Record<string, unknown> | undefined
}

interface HostFixtures {
  /** Holds everything of one test. */
  testFolder: string
  /** The bot's data folder, fresh for every test. */
  dataDir: string
  /** The host that was started for this test alone. */
  running: RunningHost
  /** What went wrong in the page so far; it fails the test unless the test expected it and clears it. */
  pageErrors: Set<string>
}

/**
 * Specs import `test` and `expect` from here and take `page`, the panel of a host that was started for this
 * test alone. An error in the page fails the test even when all its expectations hold.
 */
export const test = base.extend<HostOptions & HostFixtures>({
  host: ['web', { option: true }],
  config: [undefined, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads dependencies from the pattern
  testFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'apricot-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, maxRetries: 3 })
  },

  dataDir: async ({ testFolder, config }, use) => {
    const dataDir = join(testFolder, 'data')
    await mkdir(dataDir)
    if (config) await writeFile(join(dataDir, 'config.json'), JSON.stringify(config, null, 2))
    await use(dataDir)
  },

  running: async ({ host, dataDir, playwright }, use, testInfo) => {
    const output: string[] = []
    let passed = false
    await using life = new AsyncDisposableStack()
    life.defer(() => {
      if (!passed) console.error(`${host} host printed:\n${output.join('').slice(-4_000)}`)
    })
    const start = host === 'desktop' ? startDesktop : startWeb
    await use(await start({ playwright, dataDir, output, life }))
    passed = testInfo.status === testInfo.expectedStatus
  },

  pageErrors: async ({ running }, use) => {
    const errors = await watchErrors(running.page)
    await use(errors)
    expect(errors, 'errors in the page').toEqual(new Set())
  },

  // Whoever takes the page has its errors watched.
  page: async ({ running, pageErrors: _ }, use) => use(running.page),
})

export { expect }
