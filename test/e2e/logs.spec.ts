import { expect, from, test } from './support/connected.ts'
import { openPage } from './support/panel.ts'

test('shows lines as they are written, by level and by word', async ({ page, model, qq }) => {
  await openPage(page, '日志')
  const lines = page.getByRole('log', { name: '日志' })
  await expect(lines).toContainText('main')
  model.next({ status: 500, body: { error: { message: 'boom' } } }, { status: 500 }, { status: 500 })
  qq.privateMessage('30001', '你好', from('小明', '30001'))
  await expect(lines.getByRole('button', { name: '小明' }).first()).toBeVisible()
})
