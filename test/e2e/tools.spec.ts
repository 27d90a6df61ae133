import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { repositoryRoot } from '../../scripts/test-runtime/places.mjs'
import { accessibilityFaults } from './support/accessibility.ts'
import { botConfig, test as connected, dialling, expect, from } from './support/connected.ts'
import { test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'

const owner = '20001'
const friend = '30001'

/** A file whose only tool is red: the owner's, and of those he gives leave. */
const home = `/**
 * 开关客厅的灯
 * @risk red
 * @title 开灯
 * @param {boolean} on 开还是关
 */
export async function lamp(on) {
  console.log('有人动了灯')
  return on ? '灯开了' : '灯关了'
}
`

const callFor = (name: string, args: Record<string, unknown>) => ({
  text: null,
  toolCalls: [{ name, arguments: args }],
})

const tab = (page: Page, name: string) =>
  page
    .getByRole('main')
    .getByRole('tab', { name: new RegExp(`^${name}( |$)`) })
    .click()

const owned = connected.extend({
  config: async ({ model, qq }, use) => {
    const config = botConfig(model, dialling(qq))
    await use({ ...config, access: { owners: [owner], trusted: [friend] } })
  },
  dataDir: async ({ dataDir }, use) => {
    await mkdir(join(dataDir, 'tools'))
    await writeFile(join(dataDir, 'tools', 'home.mjs'), home)
    await use(dataDir)
  },
})

test('a tool is tried out with a form, and switched off', async ({ page }) => {
  await openPage(page, '工具')
  await page.getByRole('textbox', { name: '搜工具' }).fill('计算')
  await page.getByRole('link', { name: '计算' }).first().click()
  const drawer = page.getByRole('dialog')
  expect(await accessibilityFaults(page)).toEqual([])
  await drawer.getByRole('tab', { name: '试运行' }).click()
  await drawer.getByRole('textbox', { name: 'expression' }).fill('12*12')
  await drawer.getByRole('button', { name: /运行$/ }).click()
  await expect(drawer).toContainText('144')
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await page.getByRole('switch', { name: '启用「计算」' }).click()
  await expect(page.getByRole('switch', { name: '启用「计算」' })).not.toBeChecked()
})

test('a new file is written from a template, offers its tools, and says what is wrong with it', async ({
  page,
  dataDir,
}) => {
  await openPage(page, '工具')
  await tab(page, '工具文件')
  await page.getByRole('button', { name: '新建一个' }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('textbox', { name: '文件名' }).fill('dice')
  await drawer.getByRole('button', { name: '新建', exact: true }).click()
  await expect(page.getByText('「dice.mjs」写好了')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('dice.mjs')
  await writeFile(join(dataDir, 'tools', 'dice.mjs'), 'export const = 1\n')
  await expect(page.getByRole('main')).toContainText('第 1 行')
  expect(await accessibilityFaults(page)).toEqual([])
})

test('what keeps an MCP server from being added stands at its field and above the button', async ({
  page,
}) => {
  await openPage(page, '工具')
  await page.getByRole('button', { name: '加 MCP' }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('textbox', { name: '命令' }).fill('npx')
  await drawer.getByRole('textbox', { name: '参数' }).fill('--api-key\nabc')
  await expect(drawer).toContainText('会明文存在 config.json 里')
  await drawer.getByRole('button', { name: '加一个' }).click()
  await drawer.getByRole('button', { name: '加上', exact: true }).click()
  await expect(drawer.getByRole('alert')).toHaveText(['要写名字', '有几处要改，标红了。'])
  await drawer.getByRole('textbox', { name: '环境变量 1 的名字' }).fill('KEY')
  await expect(drawer.getByRole('alert')).toHaveCount(0)
  expect(await accessibilityFaults(page)).toEqual([])
})

test('an MCP server is added by pasting, tried, and offers its tools', async ({ page }) => {
  const script = join(repositoryRoot, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js')
  await openPage(page, '工具')
  await page.getByRole('button', { name: '加 MCP' }).first().click()
  const drawer = page.getByRole('dialog')
  const config = { mcpServers: { everything: { command: process.execPath, args: [script] } } }
  await drawer.getByRole('textbox', { name: '粘贴配置' }).fill(JSON.stringify(config))
  await drawer.getByRole('button', { name: '认一认' }).click()
  await expect(drawer).toContainText('认出 1 个')
  await drawer.getByRole('button', { name: '试一下' }).click()
  await expect(drawer).toContainText('连上了')
  await drawer.getByRole('button', { name: '加上', exact: true }).click()
  await expect(page.getByText(/已加上/)).toBeVisible()
  const card = page.getByRole('article', { name: 'MCP everything' })
  await expect(card).toContainText('连上了')
  expect(await accessibilityFaults(page)).toEqual([])
  await tab(page, '工具')
  await expect(page.getByRole('main')).toContainText('everything_echo')
})

owned(
  'what is red waits for leave, which the panel gives, and is shown step by step',
  async ({ page, qq, model }) => {
    await openPage(page, '工具')
    await expect(page.getByRole('main')).toContainText('home_lamp')
    model.next(callFor('home_lamp', { on: true }))
    qq.atBot('700', friend, '开灯', from('阿岚', friend))
    const card = page.getByRole('alert').filter({ hasText: '开灯' })
    await expect(card).toContainText('阿岚')
    expect((await qq.reply()).id).toBe(owner)
    expect(await accessibilityFaults(page)).toEqual([])
    await openPage(page, '聊天')
    await page.getByRole('navigation', { name: '聊天' }).getByTitle('700', { exact: true }).click()
    await expect(conversation(page)).toContainText('等批准')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await qq.reply(2)
    await expect(conversation(page)).toContainText('用了 1 次工具')
    await conversation(page)
      .getByRole('button', { name: /为什么这样回/ })
      .last()
      .click()
    await expect(conversation(page)).toContainText('→ 灯开了')
  },
)

/** A file whose tool never comes back. */
const endless = `/**
 * 一直转
 * @risk green
 * @title 一直转
 * @timeout 1
 */
export async function spin() {
  for (;;) {}
}
`

test('a tool that never comes back is stopped, and says so where it was tried', async ({ page, dataDir }) => {
  await mkdir(join(dataDir, 'tools'), { recursive: true })
  await writeFile(join(dataDir, 'tools', 'endless.mjs'), endless)
  await openPage(page, '工具')
  await page.getByRole('link', { name: '一直转' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('tab', { name: '试运行' }).click()
  await drawer.getByRole('button', { name: /运行$/ }).click()
  await expect(drawer.getByRole('alert')).toContainText('卡在循环里出不来')
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await tab(page, '工具文件')
  await expect(page.getByRole('article', { name: /endless/ })).toContainText('停掉了')
})

owned(
  'a member is refused what the owner gets; a private chat says what is only for groups',
  async ({ page, qq, model }) => {
    await openPage(page, '工具')
    await expect(page.getByRole('main')).toContainText('home_lamp')
    model.next(callFor('home_lamp', { on: true }), { text: '这个要主人来。' })
    qq.atBot('700', '40001', '开灯', from('路人', '40001'))
    await qq.reply()
    model.next(callFor('home_lamp', { on: true }), { text: '开好了。' })
    qq.atBot('700', owner, '开灯', from('主人', owner))
    await qq.reply(2)
    qq.privateMessage(owner, '在吗', from('主人', owner))
    await qq.reply(3)
    await openPage(page, '聊天')
    const chats = page.getByRole('navigation', { name: '聊天' })
    await chats.getByTitle('700', { exact: true }).click()
    const whys = conversation(page).getByRole('button', { name: /为什么这样回/ })
    await expect(whys).toHaveCount(2)
    await whys.first().click()
    await whys.last().click()
    await expect(conversation(page)).toContainText('被拒')
    await expect(conversation(page)).toContainText('→ 灯开了')
    await chats.getByTitle('主人', { exact: true }).click()
    await page.getByRole('tab', { name: '工具' }).click()
    await page.getByRole('textbox', { name: '搜工具' }).fill('禁言')
    await expect(page.getByText('只在群里').first()).toBeVisible()
    await expect(page.getByRole('switch', { name: '这里用「禁言」' })).toHaveCount(0)
  },
)

owned('a question of the bot is answered in 试聊 with a button', async ({ page, model }) => {
  await openPage(page, '试聊')
  model.next(callFor('ask_user', { text: '去哪座城市', choices: ['杭州', '苏州'] }), { text: '那就苏州。' })
  await say(page, '帮我订酒店')
  const card = page.getByRole('article', { name: /^机器人在问/ })
  await expect(card).toContainText('去哪座城市')
  expect(await accessibilityFaults(page)).toEqual([])
  await card.getByRole('button', { name: '苏州' }).click()
  await expect(conversation(page)).toContainText('那就苏州。')
})
