import { expect, from, test } from './support/connected.ts'
import { conversation, openChat } from './support/panel.ts'

test('has everything again after a reload, in the middle of an answer too', async ({ page, model, qq }) => {
  model.next({ text: '第一句。' })
  qq.privateMessage('30001', '你好', from('小明', '30001'))
  await qq.reply()
  let goOn = () => {}
  model.next({ text: '第二句。', hold: new Promise<void>((resolve) => (goOn = resolve)) })
  qq.privateMessage('30001', '然后呢', from('小明', '30001'))
  await openChat(page, '小明')
  await expect(conversation(page).getByRole('button', { name: '停止' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: '小明' })).toBeVisible()
  await expect(conversation(page)).toContainText('第一句。')
  await expect(conversation(page).getByRole('button', { name: '停止' })).toBeVisible()
  goOn()
  await expect(conversation(page)).toContainText('第二句。')
  await expect(conversation(page).getByRole('button', { name: '停止' })).toHaveCount(0)
})
