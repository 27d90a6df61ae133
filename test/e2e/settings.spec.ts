import { expect, test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'

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

test('finds a setting by its words or by its path, whatever the depth', async ({ page }) => {
  await openPage(page, '设置')
  const search = page.getByRole('textbox', { name: '搜设置' })
  const length = page.getByRole('spinbutton', { name: '队列长度' })
  await expect(length).toHaveCount(0)
  await search.fill('最多排几条')
  await expect(length).toBeVisible()
  await search.fill('inbox.lanelength')
  await expect(length).toBeVisible()
  await expect(page.getByRole('textbox', { name: '机器人名字' })).toHaveCount(0)

  await length.fill('3')
  await length.press('Enter')
  await expect(page.getByText('「队列长度」已改为 3 条')).toBeVisible()
  await page.getByRole('button', { name: '恢复为上一级的值' }).click()
  await expect(length).toHaveValue('50')

  await search.fill('没有这样的词')
  await expect(page.getByText('没有这样的设置')).toBeVisible()
})

test('the address fills the search', async ({ page }) => {
  await openPage(page, '总览')
  await page.evaluate(() => {
    window.location.hash = '#/settings?search=inbox.overflow'
  })
  await expect(page.getByRole('textbox', { name: '搜设置' })).toHaveValue('inbox.overflow')
  await page.getByRole('radiogroup', { name: '排满以后' }).getByText('丢最早的').click()
  await expect(page.getByText('「排满以后」已改为 丢最早的')).toBeVisible()
})

test('a setting for all chats is taken by the next message of a chat that has none of its own', async ({
  page,
}) => {
  await openPage(page, '设置')
  await page.getByRole('switch', { name: '回私聊' }).click()
  await expect(page.getByText('「回私聊」已关闭')).toBeVisible()
  await openPage(page, '试聊')
  await say(page, '在吗')
  await expect(conversation(page)).toContainText('没回这里关了回私聊')
  await conversation(page).getByRole('link', { name: '改规则' }).click()
  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await expect(side.getByRole('switch', { name: '回私聊' })).toBeFocused()
  await expect(side.getByText('全局', { exact: true })).toBeVisible()
})
