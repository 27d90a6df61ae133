import { expect, from, test } from './support/connected.ts'
import { openPage } from './support/panel.ts'

test('shows an answer in the making and stops it', async ({ page, model, qq }) => {
  await openPage(page, '运行状态')
  await expect(page.getByText('现在没有模型在回答。')).toBeVisible()
  model.next({ text: '慢慢说……', stall: 'mid-stream' })
  qq.privateMessage('30001', '讲个故事', from('小明', '30001'))

  const lane = page.getByRole('listitem').filter({ hasText: '小明' })
  await expect(lane).toContainText('思考')
  await expect(page.getByRole('table')).toContainText('bench-model')
  await lane.getByRole('button', { name: '停止这一条' }).click()
  await expect(lane).toContainText('空闲')
  await expect(page.getByText('现在没有模型在回答。')).toBeVisible()
  expect(await model.requests[0]?.ended).toBe(false)
})
