import type { Locator, Page } from 'playwright/test'

/** Goes to a page by the rail, as people do, and waits until it is drawn. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: title }).click()
  await page.getByRole('main', { name: title }).getByRole('heading').first().waitFor()
}

/** Opens one conversation of 聊天. */
export async function openChat(page: Page, title: string): Promise<void> {
  await openPage(page, '聊天')
  await page.getByRole('navigation', { name: '聊天' }).getByRole('link', { name: title }).click()
  await page.getByRole('heading', { name: title }).waitFor()
}

/** The bubbles of the chat that is open. */
export function conversation(page: Page): Locator {
  return page.getByRole('log', { name: '对话' })
}

/** The status strip at the top. */
export function strip(page: Page): Locator {
  return page.getByRole('banner')
}

/** Says something in 试聊 as the one who is chosen there. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByPlaceholder('的身份说一句').fill(text)
  await page.keyboard.press('Enter')
}

/** Picks an option of a select by typing its name. */
export async function choose(select: Locator, name: string): Promise<void> {
  await select.click()
  await select.fill(name)
  // Enter takes the option that is marked; the list is drawn a moment after the typing.
  await select.page().locator('.ant-select-item-option-active').filter({ hasText: name }).waitFor()
  await select.press('Enter')
}
