import type { Page } from 'playwright/test'
import { FakeOneBot } from '../support/fake-onebot.ts'
import { freePort } from './support/free-port.ts'
import { expect, test } from './support/launch.ts'
import { openPage } from './support/panel.ts'

test('leads from the first click to an account that is online, past a wrong token', async ({ page }) => {
  await openPage(page, 'QQ 账号')
  await page.getByRole('button', { name: '连接 NapCat' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('端口').fill(String(await freePort()))
  await drawer.getByRole('button', { name: '保存并连接' }).click()
  await expect(page.getByText('已加上账号')).toBeVisible()
  await expect(drawer.getByRole('heading', { name: '等待连接' })).toBeVisible()

  const snippet = JSON.parse((await drawer.getByText('"token"').textContent()) ?? '')
  await expect(drawer.getByText(snippet.url, { exact: true })).toBeVisible()
  await drawer
    .getByText(snippet.token, { exact: true })
    .locator('..')
    .getByRole('button', { name: '复制' })
    .click()
  expect(await pasted(page)).toBe(snippet.token)

  const stranger = new FakeOneBot({ token: 'wrong' })
  await stranger.connect(snippet.url)
  await expect(drawer.getByRole('list', { name: '最近的连接' })).toContainText('拒绝了')
  await expect(drawer.getByRole('list', { name: '最近的连接' })).toContainText('令牌')
  await stranger.stop()

  const qq = new FakeOneBot({ token: snippet.token })
  await qq.connect(snippet.url)
  await expect(drawer.getByRole('heading', { name: '连上了：小杏' })).toBeVisible()
  await drawer.getByRole('button', { name: '好了' }).click()
  await expect(page.getByRole('article', { name: '账号 小杏：在线' })).toContainText('10001')
  await qq.stop()
  await expect(page.getByRole('article', { name: '账号 小杏：等 QQ 连过来' })).toContainText('断开了')
})

/** What is on the clipboard, pasted where there is room for it. */
async function pasted(page: Page): Promise<string> {
  await page.keyboard.press('Control+K')
  const field = page.getByRole('combobox', { name: '搜索与命令' })
  await field.press('Control+V')
  const text = await field.inputValue()
  await field.press('Escape')
  return text
}
