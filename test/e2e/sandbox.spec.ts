import { expect, test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'

test('answers the first words without any configuration, and shows how it came to them', async ({ page }) => {
  await openPage(page, '试聊')
  await say(page, '你好')
  await expect(conversation(page)).toContainText('我，你说「你好」，小杏听到啦！')

  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  await expect(trace.getByRole('listitem')).toContainText(['收到', '排队', '思考', '发送'])
  await expect(trace).toContainText('xiaoxing')
  await expect(trace).toContainText('"text":"你好"')
})

test('hears what is said in a group as background and answers who mentions it', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '三人群' }).click()
  const mention = page.getByRole('button', { name: '@小杏' })
  await mention.click()
  await expect(mention).toHaveAttribute('aria-pressed', 'false')
  await say(page, '今天好热')
  await expect(conversation(page)).toContainText('没回没有叫机器人，作为背景交给模型')

  await mention.click()
  await page.getByRole('radiogroup', { name: '谁来说' }).getByText('大橘').click()
  await say(page, '你说呢')
  await expect(conversation(page)).toContainText('大橘，你说「你说呢」，小杏听到啦！')
})
