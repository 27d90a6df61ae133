import { startFakeOpenAI } from '../support/fake-openai.ts'
import { expect, test } from './support/launch.ts'
import { openPage } from './support/panel.ts'

test('takes a provider, says what is wrong with its key, tests it, and takes a deletion back', async ({
  page,
}) => {
  await using server = await startFakeOpenAI({ models: ['deepseek-chat', 'qwen-vl-max'], apiKey: 'sk-right' })
  await openPage(page, '模型')
  await page.getByRole('button', { name: '加提供商' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: '自定义' }).click()
  await drawer.getByLabel('名字').fill('我的中转')
  await drawer.getByLabel('地址').fill(server.baseUrl)
  await drawer.getByLabel('Key').fill('sk-wrong')
  await drawer.getByRole('button', { name: '获取列表' }).click()
  await expect(drawer.getByRole('alert')).toContainText('不认这个 Key')
  await expect(drawer.getByRole('alert')).toContainText('model.auth')

  await drawer.getByLabel('Key').fill('sk-right')
  await drawer.getByRole('button', { name: '获取列表' }).click()
  const listed = drawer.getByRole('list', { name: '提供商列出的模型' })
  await listed.getByRole('checkbox', { name: 'deepseek-chat' }).check()
  await listed.getByRole('checkbox', { name: 'qwen-vl-max' }).check()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已加上「我的中转」，默认模型换成它的')).toBeVisible()
  await expect(page.getByRole('button', { name: 'deepseek-chat 是默认模型' })).toBeVisible()

  await page.getByRole('button', { name: '测试 deepseek-chat' }).click()
  await expect(page.getByRole('img', { name: '答完' })).toBeVisible()

  await page.getByRole('button', { name: '把 qwen-vl-max 设为默认' }).click()
  await expect(page.getByText('默认模型已改为「qwen-vl-max」')).toBeVisible()
  await expect(page.getByRole('button', { name: 'qwen-vl-max 是默认模型' })).toBeVisible()

  const card = page.getByRole('button', { name: '我的中转' })
  await card.click()
  await drawer.getByRole('button', { name: '删掉' }).click()
  const deleted = page.getByText('已删掉「我的中转」')
  await expect(card).toHaveCount(0)
  await deleted.getByRole('button', { name: '撤销' }).click()
  await expect(card).toBeVisible()
  await expect(page.getByRole('button', { name: 'qwen-vl-max 是默认模型' })).toBeVisible()
  await page.getByRole('button', { name: '测试 qwen-vl-max' }).click()
  await expect(
    page.getByRole('row', { name: 'qwen-vl-max' }).getByRole('img', { name: '答完' }),
  ).toBeVisible()
})
