import { expect, from, test } from './support/connected.ts'
import { conversation, openChat, strip } from './support/panel.ts'

test('stops answering at once, stays so, and goes on when asked', async ({ page, model, qq }) => {
  model.next({ text: '说到一半', stall: 'mid-stream' })
  qq.privateMessage('30001', '讲个故事', from('小明', '30001'))
  await openChat(page, '小明')
  await expect(conversation(page).getByRole('button', { name: '停止' })).toBeVisible()
  await strip(page).getByRole('button', { name: '暂停回复' }).click()
  await expect(page.getByText('已暂停，消息只记录不回')).toBeVisible()
  await expect(conversation(page)).toContainText('没回被停下了')

  qq.privateMessage('30001', '还在吗', from('小明', '30001'))
  await expect(conversation(page)).toContainText('没回回复已暂停，只做记录')
  expect(model.requests).toHaveLength(1)

  await page.reload()
  await expect(page.getByText('回复已暂停，新消息只记录。')).toBeVisible()
  await strip(page).getByRole('button', { name: '恢复回复' }).click()
  await expect(strip(page).getByRole('button', { name: '暂停回复' })).toBeVisible()
  model.next({ text: '回来了。' })
  qq.privateMessage('30001', '现在呢', from('小明', '30001'))
  await expect(conversation(page)).toContainText('回来了。')
  expect(qq.replies.map(({ text }) => text)).toEqual(['回来了。'])
})
