import type { Page } from 'playwright/test'

/**
 * Collects what goes wrong in a page: uncaught errors and everything written with console.error, including
 * what the browser itself reports there (blocked by the CSP, not found). A set, because the desktop app's
 * window is older than this listener: what it said before is asked for and may arrive twice.
 */
export async function watchErrors(page: Page): Promise<Set<string>> {
  const errors = new Set<string>()
  page.on('pageerror', (error) => errors.add(error.stack ?? String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.add(message.text())
  })
  for (const error of await page.pageErrors()) errors.add(error.stack ?? String(error))
  for (const message of await page.consoleMessages()) {
    if (message.type() === 'error') errors.add(message.text())
  }
  return errors
}
