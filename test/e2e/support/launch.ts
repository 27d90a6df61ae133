import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from 'playwright/test'
import { startDesktop } from './desktop-host.ts'
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
  /** Holds everything of one test: the data folder and the profile of the desktop app. */
  testFolder: string
  /** The bot's data folder, fresh for every test. */
  dataDir: string
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

  page: async ({ host, dataDir, testFolder, playwright }, use, testInfo) => {
    const output: string[] = []
    let passed = false
    await using life = new AsyncDisposableStack()
    life.defer(() => {
      if (!passed) console.error(`${host} host printed:\n${output.join('').slice(-4_000)}`)
    })
    const start = host === 'desktop' ? startDesktop : startWeb
    const page = await start({ playwright, dataDir, profileDir: join(testFolder, 'profile'), output, life })
    const errors = await watchErrors(page)
    await use(page)
    expect(errors, 'errors in the page').toEqual(new Set())
    passed = testInfo.status === testInfo.expectedStatus
  },
})

export { expect }
