import { expect, test } from './support/launch.ts'
import { conversation, openPage } from './support/panel.ts'

test('answers the first words without any configuration, and shows how it came to them', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByPlaceholder('以「我」的身份说一句').fill('你好')
  await page.keyboard.press('Enter')
  await expect(conversation(page)).toContainText('我，你说「你好」，小杏听到啦！')

  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  for (const step of ['排队', '思考', '发送']) await expect(trace.getByRole('listitem')).toContainText([step])
  await expect(trace).toContainText('xiaoxing')
  await expect(trace.getByText('发给模型的最后几行')).toBeVisible()
  await expect(trace).toContainText('"text":"你好"')
})
