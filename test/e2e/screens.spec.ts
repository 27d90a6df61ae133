import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright/test'
import { repositoryRoot } from '../../scripts/test-runtime/places.mjs'
import { accessibilityFaults } from './support/accessibility.ts'
import { test as base, expect } from './support/launch.ts'
import { layoutFaults } from './support/layout.ts'
import { conversation, openChat, openPage, say } from './support/panel.ts'
import { type Story, startStory } from './support/story.ts'

const serverScript = join(
  repositoryRoot,
  'node_modules/@modelcontextprotocol/server-everything/dist/index.js',
)
/** What is asked for stays open for as long as somebody looks; one MCP server runs, one cannot be found. */
const tools = {
  askSeconds: 3600,
  mcp: [
    { id: 'everything', transport: 'stdio', command: process.execPath, args: [serverScript] },
    { id: 'filesystem', transport: 'stdio', command: 'no-such-command', args: ['-y', 'server-filesystem'] },
  ],
}
const toolFiles = {
  'home-assistant-for-the-living-room-and-the-kitchen.mjs': `export const settings = {
  type: 'object',
  properties: { token: { type: 'string', title: '长期令牌', format: 'password' } },
  required: ['token'],
}
export default {
  name: 'lamp', title: '开灯', description: '开关客厅的灯。', risk: 'red',
  parameters: { type: 'object', properties: { on: { type: 'boolean', description: '开还是关' } } },
  run: ({ on }) => (on ? '灯开了' : '灯关了'),
}
`,
  'broken.mjs': 'export const = 1\n',
}

const test = base.extend<{ story: Story }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads dependencies from the pattern
  story: async ({}, use) => {
    await using life = new AsyncDisposableStack()
    await use(await startStory(life))
  },
  config: async ({ story }, use) => use({ ...story.config, tools }),
  dataDir: async ({ dataDir, story }, use) => {
    await mkdir(join(dataDir, 'tools'))
    for (const [name, text] of Object.entries(toolFiles)) await writeFile(join(dataDir, 'tools', name), text)
    await story.playPast(dataDir)
    await use(dataDir)
  },
})

const folder = join(repositoryRoot, 'test-results', 'screens')
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
]
/** What is looked at, and how one gets there. */
const scenes: Record<string, (page: Page) => Promise<void>> = {
  总览: (page) => openPage(page, '总览'),
  聊天: (page) => openChat(page, '摄影搭子群'),
  '聊天 提示词': async (page) => {
    await openChat(page, '小明')
    await openSide(page, '角色与提示词')
  },
  '聊天 触发规则': async (page) => {
    await openChat(page, '摄影搭子群')
    await openSide(page, '触发规则')
  },
  '聊天 记录': async (page) => {
    await openChat(page, '摄影搭子群')
    await openSide(page, '记录')
  },
  '聊天 图片': async (page) => {
    await openChat(page, '摄影搭子群')
    await openSide(page, '图片')
    await expect(page.getByRole('region', { name: '这里的图片' })).toBeVisible()
  },
  '聊天 费用': async (page) => {
    await openChat(page, '摄影搭子群')
    await openSide(page, '费用')
    await expect(page.getByRole('img', { name: '每天的花费' })).toBeVisible()
  },
  试聊: async (page) => {
    await openPage(page, '试聊')
    await chooseSpeaker(page, '我')
  },
  '试聊 经过': async (page) => {
    await openPage(page, '试聊')
    await chooseSpeaker(page, '我')
    const drawn = page.getByRole('button', { name: '这次回复的经过' })
    if (await drawn.isVisible()) await drawn.click()
    await expect(page.getByText('发给模型的最后几行')).toBeVisible()
  },
  '试聊 为什么这样回': async (page) => {
    await openPage(page, '试聊')
    await chooseSpeaker(page, '我')
    await page.getByRole('button', { name: '为什么这样回' }).last().click()
    await expect(page.getByRole('button', { name: '看发出去的全文' })).toBeVisible()
  },
  角色: (page) => openPage(page, '角色'),
  '角色 编辑': (page) => openCharacter(page, '老锤'),
  '角色 版本': async (page) => {
    await openCharacter(page, '老锤')
    await page.getByRole('button', { name: '版本' }).click()
    await expect(page.getByRole('dialog')).toContainText('在用')
  },
  图片: async (page) => {
    await openPage(page, '图片')
    await expect(page.getByRole('list', { name: '图片' }).getByRole('button', { name: '看「' })).toBeVisible()
  },
  '图片 缓存和队列': async (page) => {
    await openPage(page, '图片')
    await page.getByRole('radiogroup', { name: '看什么' }).getByText('缓存和队列').click()
    await expect(page.getByRole('main')).toContainText('没取到')
  },
  工具: (page) => openPage(page, '工具'),
  '工具 一个': async (page) => {
    await openPage(page, '工具')
    await page.getByRole('link', { name: '联网搜索' }).click()
    await expect(page.getByRole('dialog')).toContainText('怎么跑')
  },
  '工具 文件': async (page) => {
    await openTools(page, '工具文件')
    await expect(page.getByRole('article', { name: /broken/ })).toContainText('第 1 行')
  },
  '工具 MCP': async (page) => {
    await openTools(page, 'MCP')
    await expect(page.getByRole('article', { name: 'MCP filesystem' })).toContainText('没有找到')
  },
  '工具 谁能用': (page) => openTools(page, '谁能用'),
  '工具 搜索和限制': (page) => openTools(page, '搜索和限制'),
  '聊天 工具': async (page) => {
    await openChat(page, '小明')
    await openSide(page, '工具')
    await page.getByText('只在群里').first().scrollIntoViewIfNeeded()
  },
  '试聊 等批准': async (page) => {
    await openPage(page, '试聊')
    await chooseSpeaker(page, '阿岚')
    await expect(page.getByRole('article', { name: /阿岚.*想用「开灯」/ })).toBeVisible()
    await expect(conversation(page)).toContainText('把客厅的灯打开')
  },
  模型: (page) => openPage(page, '模型'),
  '模型 提供商': async (page) => {
    await openPage(page, '模型')
    await page.getByRole('button', { name: '硅基流动' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'QQ 账号': (page) => openPage(page, 'QQ 账号'),
  'QQ 账号 连接步骤': async (page) => {
    await openPage(page, 'QQ 账号')
    await page.getByRole('button', { name: '连接步骤' }).click()
    await expect(page.getByRole('dialog')).toContainText('websocketClients')
  },
  运行状态: (page) => openPage(page, '运行状态'),
  日志: (page) => openPage(page, '日志'),
  费用: async (page) => {
    await openPage(page, '费用')
    await expect(page.getByRole('list', { name: '按模型' })).toContainText('deepseek-chat')
  },
  安全与权限: (page) => openPage(page, '安全与权限'),
  设置: (page) => openPage(page, '设置'),
  '设置 全部': async (page) => {
    await openPage(page, '设置')
    await page.getByText('全部', { exact: true }).click()
    await expect(page.getByText('防机器人互聊')).toBeVisible()
  },
  搜索: async (page) => {
    await openPage(page, '总览')
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

test('every page fits both sizes of the window in both themes', async ({ page, running, story }) => {
  test.setTimeout(360_000)
  if (!running.app) throw new Error('The pictures are of the desktop app')
  await mkdir(folder, { recursive: true })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await story.playPresent()
  await spoil(page, story)
  for (const theme of ['浅色', '深色']) {
    await resize(running.app, page, sizes[0] ?? { width: 1280, height: 800 })
    await openPage(page, '设置')
    await page.getByRole('radiogroup', { name: '明暗' }).getByText(theme).click()
    for (const size of sizes) {
      await resize(running.app, page, size)
      for (const [title, open] of Object.entries(scenes)) {
        await open(page)
        const name = `${title} ${theme} ${size.width}`
        await writeFile(join(folder, `${name.replaceAll(' ', '-')}.png`), await page.screenshot())
        expect.soft(await layoutFaults(page), name).toEqual([])
        // The small window has all of it, in drawers.
        if (size.width === 900) expect.soft(await accessibilityFaults(page), name).toEqual([])
        await closeDialogs(page)
      }
    }
  }
})

/** Opens a tab of the chat's settings, which stand in a drawer in the small window. */
async function openSide(page: Page, tab: string): Promise<void> {
  const drawn = page.getByRole('button', { name: '这个聊天的设置' })
  if (await drawn.isVisible()) await drawn.click()
  await page.getByRole('tab', { name: tab }).click()
}

/** Opens a part of 工具. */
async function openTools(page: Page, part: string): Promise<void> {
  await openPage(page, '工具')
  await page.getByRole('main').getByRole('tab', { name: part }).click()
}

/** Drawers and the palette stand in the way of the rail. */
async function closeDialogs(page: Page): Promise<void> {
  const dialogs = page.getByRole('dialog')
  if ((await dialogs.count()) === 0) return
  await page.keyboard.press('Escape')
  await expect(dialogs).toHaveCount(0)
}

async function openCharacter(page: Page, name: string): Promise<void> {
  await openPage(page, '角色')
  await page
    .getByRole('article', { name: `角色「${name}」` })
    .getByRole('link', { name })
    .click()
  await expect(page.getByRole('textbox', { name: '角色的提示词' })).toBeVisible()
}

/** Has a character made, a model fail its test, and something said and shown in 试聊. */
async function spoil(page: Page, story: Story): Promise<void> {
  await openPage(page, '角色')
  await page.getByRole('list', { name: '现成的角色' }).getByRole('button').filter({ hasText: '老锤' }).click()
  await expect(page.getByRole('heading', { name: '老锤' })).toBeVisible()
  await openPage(page, '模型')
  await page.getByRole('button', { name: '测试 THUDM/GLM-Z1-32B-0414' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await openPage(page, '试聊')
  await say(page, '拍星空光圈快门怎么设')
  await expect(conversation(page)).toContainText('ISO 3200')
  await page.getByRole('button', { name: '示例图片' }).click()
  await say(page, '这张呢')
  await expect(conversation(page).getByRole('button', { name: '看大图' })).toBeVisible()
  await expect(conversation(page).getByRole('button', { name: '为什么这样回' })).toHaveCount(2)
  // Somebody who is trusted wants a tool that the owner is asked about.
  await callNext(story, 'lamp', { on: true })
  await chooseSpeaker(page, '阿岚')
  await say(page, '把客厅的灯打开')
  await expect(page.getByRole('article', { name: /想用「开灯」/ })).toBeVisible()
  await chooseSpeaker(page, '我')
}

/** Has the story's model answer the next request by calling a tool. */
async function callNext({ config }: Story, name: string, args: object): Promise<void> {
  const [provider] = config.providers as { baseUrl: string }[]
  const body = JSON.stringify({ text: null, toolCalls: [{ name, arguments: args }] })
  await fetch(new URL('/__next', provider?.baseUrl), { method: 'POST', body })
}

/** Talks in 试聊 as somebody else from now on. */
async function chooseSpeaker(page: Page, name: string): Promise<void> {
  await page.getByTitle(`让 ${name} 说话`).click()
}

async function resize(
  app: ElectronApplication,
  page: Page,
  size: { width: number; height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(size.width)
}
