import { accessibilityFaults } from './support/accessibility.ts'
import { expect, from, test } from './support/connected.ts'
import { conversation, openChat, openPage, say } from './support/panel.ts'

/** Every page, with the heading that says where one is. */
const pages = {
  总览: '运行正常',
  聊天: '小明',
  试聊: '私聊',
  模型: '模型',
  'QQ 账号': 'QQ 账号',
  运行状态: '运行状态',
  日志: '日志',
  设置: '设置',
}

for (const theme of ['浅色', '深色']) {
  test(`every page opens with its heading and can be used by everybody: ${theme}`, async ({
    page,
    model,
    qq,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openPage(page, '设置')
    await page.getByRole('radiogroup', { name: '明暗' }).getByText(theme).click()
    model.next({ text: '你好呀。' })
    qq.privateMessage('30001', '你好', from('小明', '30001'))
    await openChat(page, '小明')
    await expect(conversation(page)).toContainText('你好呀。')
    await openPage(page, '试聊')
    await say(page, '在吗')
    await expect(conversation(page)).toContainText('为什么这样回')

    for (const [title, heading] of Object.entries(pages)) {
      await openPage(page, title)
      await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
      expect.soft(await accessibilityFaults(page), title).toEqual([])
    }
  })
}
