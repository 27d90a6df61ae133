import { readFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { accessibilityFaults } from './support/accessibility.ts'
import { botConfig, test as connected, dialling, expect, from } from './support/connected.ts'
import { conversation, openChat, openPage, strip } from './support/panel.ts'
import { saveInto } from './support/saved-file.ts'

/** A million tokens read cost ¥2, written ¥8; what the second model costs nobody knows. */
const price = { input: 2, cached: 0.5, output: 8 }
const usage = {
  prompt_tokens: 100_000,
  completion_tokens: 10_000,
  prompt_tokens_details: { cached_tokens: 40_000 },
}
/** 60,000 at ¥2, 40,000 at ¥0.5 and 10,000 at ¥8 a million. */
const cost = '¥0.2200'

const test = connected.extend({
  config: async ({ model, qq }, use) => {
    const config = botConfig(model, dialling(qq))
    const [provider] = config.providers as Record<string, unknown>[]
    const models = [{ name: 'bench-model', price }, { name: 'second-model' }]
    await use({ ...config, providers: [{ ...provider, models }], budget: { day: 0.25 } })
  },
})

test('says what an answer cost beside it, in its chat, in the strip and on the page', async ({
  page,
  model,
  qq,
}) => {
  await openPage(page, '费用')
  await expect(page.getByRole('heading', { name: '今天还没有花费' })).toBeVisible()
  await expect(page.getByText('还没有花费', { exact: true })).toBeVisible()

  model.next({ text: '你好呀。', usage })
  qq.privateMessage('30001', '你好', from('小明', '30001'))
  await qq.reply()
  await expect(strip(page)).toContainText('¥0.22')
  await expect(page.getByRole('heading', { name: '今天花了 ¥0.22，快到 ¥0.25 的预算了' })).toBeVisible()
  const chats = page.getByRole('list', { name: '按聊天' })
  await expect(chats).toContainText('小明')
  await expect(chats).toContainText('110,000 词元')
  await expect(page.getByRole('list', { name: '按模型' })).toContainText('bench-model')
  await expect(page.getByRole('list', { name: '按用途' })).toContainText('聊天')
  await expect(page.getByRole('list', { name: '预算用了多少' })).toContainText('88 %')
  await page.getByRole('button', { name: '看表格' }).click()
  await expect(page.getByRole('region', { name: '用量表' })).toContainText('100,000')
  expect(await accessibilityFaults(page)).toEqual([])

  await chats.getByRole('link', { name: '小明' }).click()
  await expect(page.getByRole('tabpanel', { name: '费用' })).toContainText('110,000')
  await expect(
    conversation(page).getByRole('button', { name: /为什么这样回.*110,000 词元.*¥0\.2200/ }),
  ).toBeVisible()
  await conversation(page).getByRole('button', { name: '为什么这样回' }).click()
  await expect(conversation(page)).toContainText(`花费${cost}`)
  expect(await accessibilityFaults(page)).toEqual([])
})

test('a budget that is used up stops answers until it is raised', async ({ page, model, qq }) => {
  model.next({ text: '第一句。', usage: { ...usage, completion_tokens: 20_000 } })
  qq.privateMessage('30001', '在吗', from('小明', '30001'))
  await qq.reply()
  await openPage(page, '费用')
  await expect(
    page.getByRole('heading', { name: '今天花了 ¥0.30，¥0.25 的预算用完了，现在只回主人' }),
  ).toBeVisible()
  qq.privateMessage('30001', '还在吗', from('小明', '30001'))
  await openChat(page, '小明')
  await expect(conversation(page)).toContainText('没回')
  expect(model.requests).toHaveLength(1)

  await openPage(page, '费用')
  const day = page.getByLabel('每天预算', { exact: true })
  await day.fill('5')
  await day.press('Enter')
  await expect(page.getByText('「每天预算」已改为 5 元')).toBeVisible()
  await expect(page.getByRole('heading', { name: '今天花了 ¥0.30，还在预算里' })).toBeVisible()
  model.next({ text: '第二句。', usage })
  qq.privateMessage('30001', '现在呢', from('小明', '30001'))
  expect((await qq.reply(2)).text).toBe('第二句。')
})

/** A gateway that nobody has heard of, reached through a proxy; what is asked of this computer itself is free. */
const unpriced = test.extend<{ gateway: Server }>({
  gateway: async ({ model }, use) => {
    const server = createServer((asked, answer) => {
      const { method, headers, url } = asked
      const { pathname } = new URL(url ?? '')
      const onward = request(
        { host: '127.0.0.1', port: model.port, path: pathname, method, headers },
        (got) => got.pipe(answer.writeHead(got.statusCode ?? 502, got.headers)),
      )
      onward.on('error', () => answer.destroy())
      asked.pipe(onward)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use(server)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
  config: async ({ config, gateway }, use) => {
    const [provider] = (config?.providers ?? []) as Record<string, unknown>[]
    const elsewhere = {
      baseUrl: 'http://gateway.example/v1',
      proxy: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    }
    const defaults = { ...(config?.defaults as object), model: 'local/second-model' }
    await use({ ...config, providers: [{ ...provider, ...elsewhere }], defaults })
  },
})

unpriced(
  'says which calls have no price, and hands out the numbers as a file',
  async ({ page, model, qq, running, testFolder }) => {
    model.next({ text: '不知道多少钱。', usage })
    qq.privateMessage('30001', '你好', from('小明', '30001'))
    await qq.reply()
    await openPage(page, '费用')
    const block = page.getByRole('region', { name: '不知道单价' })
    await expect(block).toContainText('有 1 次调用不知道单价')
    await expect(block).toContainText('second-model')
    await expect(page.getByRole('list', { name: '按聊天' })).toContainText('未知单价')

    const file = join(testFolder, 'costs.csv')
    const saving = saveInto(file, running)
    await page.getByRole('button', { name: '导出 CSV' }).click()
    expect(await saving).toMatch(/\.csv$/)
    const text = await readFile(file, 'utf8')
    expect(text).toContain('小明')
    expect(text).toContain('local/second-model')
    await block.getByRole('link', { name: '填单价' }).click()
    await expect(page.getByRole('main', { name: '模型' })).toBeVisible()
  },
)
