import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright/test'
import { FakeOneBot } from '../support/fake-onebot.ts'
import { botConfig, expect, from, test } from './support/connected.ts'
import { choose, conversation, openChat, openPage } from './support/panel.ts'
import { saveInto } from './support/saved-file.ts'

test('answers a QQ end that it dials, and says why it answered and why it did not', async ({
  page,
  model,
  qq,
}) => {
  model.next({ text: '你好呀，小明。' })
  qq.privateMessage('30001', '你好', from('小明', '30001'))
  expect((await qq.reply()).text).toBe('你好呀，小明。')

  await openChat(page, '小明')
  await expect(conversation(page)).toContainText('你好呀，小明。')
  const why = conversation(page).getByRole('button', { name: '为什么这样回' })
  await why.click()
  await expect(why).toHaveAttribute('aria-expanded', 'true')
  for (const fact of ['私聊，句句都回', 'bench-model', '词元', '思考', '发送'])
    await expect(conversation(page)).toContainText(fact)
  await page.getByRole('button', { name: '看发出去的全文' }).click()
  await expect(page.getByRole('dialog')).toContainText('"text":"你好"')
  await page.keyboard.press('Escape')

  qq.groupMessage('20001', '30002', '今天好热', from('阿岚', '30002'))
  await openChat(page, '20001')
  await expect(conversation(page)).toContainText('没回没有叫机器人，作为背景交给模型')

  model.next({ text: '三十五度。' })
  qq.atBot('20001', '30002', '多少度', from('阿岚', '30002'))
  await expect(conversation(page)).toContainText('三十五度。')
  expect(await qq.reply(2)).toMatchObject({ kind: 'group', id: '20001', text: '三十五度。' })
  expect(JSON.stringify(model.requests.at(-1)?.messages)).toContain('今天好热')
})

test('takes a model and a prompt of its own for one chat, from the next message on', async ({
  page,
  model,
  qq,
}) => {
  qq.privateMessage('30001', '在吗', from('小明', '30001'))
  await qq.reply()
  await openChat(page, '小明')
  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await choose(side.getByRole('combobox', { name: '模型', exact: true }), 'second-model')
  const toast = page.getByText('「模型」已改为 second-model')
  await expect(toast).toBeVisible()
  expect(await letsThrough(toast), 'the toast lets clicks through to what it stands over').toBe(true)
  await expect(side.getByText('本聊天', { exact: true })).toBeVisible()

  await side.getByRole('tab', { name: '角色与提示词' }).click()
  await side.getByRole('textbox', { name: '这个聊天的提示词' }).fill('先说光圈，再说快门。')
  await side.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('提示词已保存，下一条就生效')).toBeVisible()

  qq.privateMessage('30001', '拍星空', from('小明', '30001'))
  await qq.reply(2)
  const request = model.requests.at(-1)
  expect(request?.model).toBe('second-model')
  expect(request?.messages[0]).toMatchObject({ role: 'system' })
  expect(request?.messages[0]?.content).toContain('先说光圈，再说快门。')

  qq.privateMessage('30002', '我呢', from('阿岚', '30002'))
  await qq.reply(3)
  expect(model.requests.at(-1)?.model).toBe('bench-model')
})

test('leads from a message nobody answered to the rule, and the next one is answered by it', async ({
  page,
  model,
  qq,
}) => {
  qq.groupMessage('20001', '30002', '明天天气怎么样', from('阿岚', '30002'))
  await openChat(page, '20001')
  await conversation(page).getByRole('link', { name: '改规则' }).click()
  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await expect(side.getByRole('tab', { name: '触发规则' })).toHaveAttribute('aria-selected', 'true')
  await expect(side.getByRole('spinbutton', { name: '随机插话' })).toBeFocused()

  const keywords = side.getByRole('combobox', { name: '关键词' })
  const row = settingWith(keywords)
  await expect(row.getByText('默认')).toBeVisible()
  await keywords.fill('天气')
  await keywords.press('Enter')
  await keywords.blur()
  await expect(page.getByText('「关键词」已改为 天气')).toBeVisible()
  await expect(row.getByText('本聊天')).toBeVisible()
  await expect(side).toContainText('说到「天气」')

  model.next({ text: '明天晴。' })
  qq.groupMessage('20001', '30002', '天气到底怎么样', from('阿岚', '30002'))
  expect(await qq.reply()).toMatchObject({ id: '20001', text: '明天晴。' })
  await expect(conversation(page)).toContainText('说到了关键词「天气」')
  qq.groupMessage('20002', '30002', '天气到底怎么样', from('阿岚', '30002'))

  await row.getByRole('button', { name: '恢复为上一级的值' }).click()
  await expect(row.getByText('默认')).toBeVisible()
  qq.groupMessage('20001', '30002', '后天天气呢', from('阿岚', '30002'))
  await expect(conversation(page).getByText('没有叫机器人，作为背景交给模型')).toHaveCount(2)
  expect(model.requests).toHaveLength(1)
})

test('says at the row why a pattern cannot be used, and keeps what was typed', async ({
  page,
  model,
  qq,
}) => {
  qq.groupMessage('20001', '30002', '在吗', from('阿岚', '30002'))
  await openChat(page, '20001')
  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await side.getByRole('tab', { name: '触发规则' }).click()
  await side.getByRole('button', { name: '全部，还有' }).click()
  const patterns = side.getByRole('textbox', { name: '正则' })
  await patterns.fill('(在吗')
  await patterns.blur()
  await expect(settingWith(patterns).getByRole('alert')).toContainText('(在吗')
  await expect(patterns).toHaveValue('(在吗')

  await patterns.fill('在吗$')
  await patterns.blur()
  await expect(settingWith(patterns).getByText('本聊天')).toBeVisible()
  await expect(settingWith(patterns).getByRole('alert')).toHaveCount(0)
  model.next({ text: '在。' })
  qq.groupMessage('20001', '30002', '还在吗', from('阿岚', '30002'))
  expect((await qq.reply()).text).toBe('在。')
})

test('silences a chat and lets it speak again, and closes it', async ({ page, model, qq }) => {
  model.next({ text: '在。' }, { text: '又在了。' })
  qq.privateMessage('30001', '在吗', from('小明', '30001'))
  await qq.reply()
  await openChat(page, '小明')
  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await side.getByRole('tab', { name: '触发规则' }).click()
  await side.getByRole('button', { name: '8 小时' }).click()
  await expect(page.getByRole('navigation', { name: '聊天' })).toContainText('到')
  qq.privateMessage('30001', '睡了吗', from('小明', '30001'))
  await expect(conversation(page)).toContainText('没回被静音了')
  await side.getByRole('button', { name: '解除' }).click()
  await expect(side.getByRole('button', { name: '8 小时' })).toBeVisible()
  qq.privateMessage('30001', '醒了吗', from('小明', '30001'))
  expect((await qq.reply(2)).text).toBe('又在了。')

  await side.getByRole('button', { name: '关掉' }).click()
  await expect(page.getByText('这个聊天关掉了，只记录，不回。')).toBeVisible()
  qq.privateMessage('30001', '喂', from('小明', '30001'))
  await expect(conversation(page)).toContainText('没回这个聊天被你关掉了')

  await side.getByRole('tab', { name: '记录' }).click()
  await expect(side.getByRole('listitem').first()).toContainText('回不回这个聊天')
  await side.getByRole('button', { name: '撤销「回不回这个聊天」' }).click()
  await expect(page.getByText('这个聊天关掉了，只记录，不回。')).toHaveCount(0)
})

test('takes back what the bot said, and hands the chat over as a file', async ({
  page,
  model,
  qq,
  running,
  testFolder,
}) => {
  model.next({ text: '我记错了。' })
  qq.privateMessage('30001', '几点集合', from('小明', '30001'))
  await qq.reply()
  await openChat(page, '小明')
  const bubble = conversation(page).getByText('我记错了。')
  await bubble.hover()
  await conversation(page).getByRole('button', { name: '撤回' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '撤回' }).click()
  await qq.action('delete_msg')
  await expect(conversation(page)).toContainText('已撤回')

  const side = page.getByRole('complementary', { name: '这个聊天的设置' })
  await side.getByRole('tab', { name: '记录' }).click()
  const file = join(testFolder, 'saved.jsonl')
  const saving = saveInto(file, running)
  await side.getByRole('button', { name: '导出这个聊天' }).click()
  expect(await saving).toMatch(/\.jsonl$/)
  expect(await readFile(file, 'utf8')).toContain('几点集合')
})

test('stops an answer that does not come, and takes the next message', async ({ page, model, qq }) => {
  model.next({ text: '慢慢说……', stall: 'mid-stream' })
  qq.privateMessage('30001', '讲个故事', from('小明', '30001'))
  await openChat(page, '小明')
  await conversation(page).getByRole('button', { name: '停止' }).click()
  await expect(conversation(page)).toContainText('没回被停下了')
  expect(await model.requests[0]?.ended).toBe(false)

  model.next({ text: '那就下次。' })
  qq.privateMessage('30001', '算了', from('小明', '30001'))
  await expect(conversation(page)).toContainText('那就下次。')
})

test.describe('an account that waits for its QQ end', () => {
  test.use({
    config: async ({ model }, use) => {
      const account = { id: 'main', mode: 'server', host: '127.0.0.1', port: 0, accessToken: 't' }
      await use(botConfig(model, account))
    },
    page: async ({ running, pageErrors: _ }, use) => use(running.page),
  })

  test('answers it at the address that the panel shows', async ({ page, model }) => {
    await openPage(page, 'QQ 账号')
    const card = page.getByRole('article')
    const address = (await card.getByText('ws://127.0.0.1:').textContent()) ?? ''
    const qq = new FakeOneBot({ token: 't' })
    await qq.connect(address)
    await expect(card).toContainText('在线')
    await expect(card).toContainText('小杏')

    model.next({ text: '收到。' })
    qq.atBot('20001', '30001', '在不在', from('小明', '30001'))
    expect(await qq.reply()).toMatchObject({ kind: 'group', id: '20001', text: '收到。' })
    await openChat(page, '20001')
    await expect(conversation(page)).toContainText('收到。')
    await qq.stop()
  })
})

/** The row of a setting, by its control. */
function settingWith(control: Locator): Locator {
  return control.locator('xpath=ancestor::*[.//label][1]')
}

/** Whether a click on its words reaches what is below. */
function letsThrough(toast: Locator): Promise<boolean> {
  return toast.evaluate((words) => {
    const { x, y, height } = words.getBoundingClientRect()
    const hit = document.elementFromPoint(x + 20, y + height / 2)
    return hit !== null && !words.contains(hit) && !hit.contains(words)
  })
}
