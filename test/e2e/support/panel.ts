import type { Locator, Page } from 'playwright/test'

/** Goes to a page by the rail, as people do, and waits until it is drawn. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: title }).click()
  await page.getByRole('main', { name: title }).waitFor()
}

/** The bubbles of the chat that is open. */
export function conversation(page: Page): Locator {
  return page.getByRole('log', { name: '对话' })
}
