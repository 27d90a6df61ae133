import { botConfig, test as connected, dialling, expect, from, test } from './support/connected.ts'
import { conversation, openPage, say } from './support/panel.ts'

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

test('stops an answer that is tried again, however long the reason is', async ({ page, model }) => {
  await page.setViewportSize({ width: 900, height: 600 })
  await openPage(page, '试聊')
  model.next({ text: '说到一半', cut: 'mid-stream' }, { stall: 'before-first-token' })
  await say(page, '讲个故事')
  await expect(conversation(page).getByRole('img', { name: '连接断了' })).toBeVisible()
  const stop = conversation(page).getByRole('button', { name: '停止' })
  await expect(stop).toBeInViewport({ ratio: 1 })
  await stop.click()
  await expect(stop).toHaveCount(0)
})

const gathering = connected.extend({
  config: async ({ model, qq }, use) => {
    const config = botConfig(model, dialling(qq))
    const merge = { privateSeconds: 30, maxSeconds: 60 }
    await use({ ...config, defaults: { ...(config.defaults as object), merge } })
  },
})

gathering('counts down while a chat gathers messages, and stops that too', async ({ page, model, qq }) => {
  await openPage(page, '运行状态')
  qq.privateMessage('30001', '在吗', from('小明', '30001'))
  const lane = page.getByRole('listitem').filter({ hasText: '小明' })
  await expect(lane).toContainText(/合并等待还有 \d+\.\d s · 1 条/)
  qq.privateMessage('30001', '问你个事', from('小明', '30001'))
  await expect(lane).toContainText('· 2 条')
  const left = lane.getByText('还有')
  const before = await left.textContent()
  await expect(left).not.toHaveText(before ?? '')

  await lane.getByRole('button', { name: '停止这一条' }).click()
  await expect(lane).toContainText('空闲')
  expect(model.requests).toEqual([])
})
