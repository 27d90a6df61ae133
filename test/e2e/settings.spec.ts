import { expect, test } from './support/launch.ts'
import { openPage } from './support/panel.ts'

test('saves a setting at once, notes it down, and takes it back', async ({ page }) => {
  await openPage(page, '设置')
  const name = page.getByRole('textbox', { name: '机器人名字' })
  await name.fill('阿杏')
  await name.press('Enter')
  const saved = page.getByText('「机器人名字」已改为 阿杏')
  const undo = page.getByRole('button', { name: '撤销「机器人名字」' })
  await expect(undo).toHaveText('撤销')
  await expect(page.getByRole('listitem').filter({ has: undo })).toContainText('小杏→阿杏')

  await saved.getByRole('button', { name: '撤销' }).click()
  await expect(name).toHaveValue('小杏')
  await expect(page.getByRole('button', { name: '撤销「机器人名字」' }).last()).toHaveText('已撤销')
})

test('says what is wrong with a number before it saves anything', async ({ page }) => {
  await openPage(page, '设置')
  const pace = page.getByRole('spinbutton', { name: '发送间隔' })
  await pace.fill('99')
  await pace.press('Enter')
  await expect(page.getByRole('alert')).toContainText('30')
  await page.reload()
  await expect(pace).toHaveValue('0.8')
})
