import { defineConfig } from 'playwright/test'
import type { HostOptions } from './support/launch.ts'

/** The same specs against both hosts of the panel; see support/launch.ts for what a spec is given. */
export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    locale: 'zh-CN',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desktop', use: { host: 'desktop' }, testIgnore: 'web.spec.ts' },
    { name: 'web', use: { host: 'web' }, testIgnore: ['desktop.spec.ts', 'screens.spec.ts'] },
  ],
})
