import { expect, from, test } from './support/connected.ts'
import { openPage } from './support/panel.ts'

test('shows lines as they are written, by level, by word and by chat', async ({ page, model, qq }) => {
  await openPage(page, '日志')
  const lines = page.getByRole('log', { name: '日志' })
  await expect(lines).toContainText('已连接')
  model.next({ status: 401, body: { error: { message: 'Incorrect API key provided' } } })
  qq.privateMessage('30001', '你好', from('小明', '30001'))
  const failure = lines.getByRole('button', { name: '没有答上来' })
  await expect(failure).toBeVisible()

  await page.getByRole('search').getByRole('button', { name: '信息' }).click()
  await expect(lines).not.toContainText('已连接')
  await expect(failure).toBeVisible()

  const search = page.getByRole('textbox', { name: '搜日志' })
  await search.fill('没有人写过这个')
  await expect(page.getByText('没有这样的行')).toBeVisible()
  await page.getByRole('button', { name: '看全部' }).click()
  await expect(lines).toContainText('已连接')
  await search.fill('没有答上来')
  await expect(lines).not.toContainText('已连接')
  await failure.click()
  await page.getByRole('button', { name: '只看这个回合' }).click()
  await expect(page.getByText('回合 1')).toBeVisible()
})
