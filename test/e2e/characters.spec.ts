import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { accessibilityFaults } from './support/accessibility.ts'
import { test as connected, from } from './support/connected.ts'
import { expect, test } from './support/launch.ts'
import { choose, openChat, openPage } from './support/panel.ts'
import { saveInto } from './support/saved-file.ts'

const prompt = (page: Page) => page.getByRole('textbox', { name: '角色的提示词' })
const card = (page: Page, name: string) => page.getByRole('article', { name: `角色「${name}」` })

/** Gives the new character that is open a name and a prompt, and goes back to all of them. */
async function write(page: Page, name: string, text: string): Promise<void> {
  const title = page.getByRole('textbox', { name: '名字', exact: true })
  await title.fill(name)
  await title.press('Enter')
  await prompt(page).fill(text)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('还没保存')).toHaveCount(0)
  await page.getByRole('link', { name: '所有角色' }).click()
  await expect(card(page, name)).toContainText(text)
}

test('starts from a ready-made character, writes it anew, and goes back to what it was', async ({ page }) => {
  await openPage(page, '角色')
  const starters = page.getByRole('list', { name: '现成的角色' }).getByRole('button')
  await expect(starters).toHaveCount(6)
  await starters.filter({ hasText: '小杏' }).click()
  await expect(page.getByRole('heading', { name: '小杏' })).toBeVisible()
  const readyMade = await prompt(page).inputValue()
  expect(readyMade).not.toBe('')

  await prompt(page).fill('你是小杏。\n一次只说一句。')
  await expect(page.getByText('还没保存')).toBeVisible()
  await page.getByRole('link', { name: '所有角色' }).click()
  await expect(card(page, '小杏')).toContainText('还没保存')
  await card(page, '小杏').getByRole('link', { name: '小杏' }).press('Enter')
  await prompt(page).press('Control+s')
  await expect(page.getByText('提示词已保存，下一条就生效')).toBeVisible()
  await expect(page.getByText('还没保存')).toHaveCount(0)

  await page.getByRole('button', { name: '版本' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('listitem')).toHaveCount(2)
  await expect(drawer.getByRole('listitem').first()).toContainText('在用')
  await drawer.getByRole('listitem').last().getByRole('button').click()
  await expect(drawer).toContainText('一次只说一句。')
  await drawer.getByRole('button', { name: '命名' }).click()
  await drawer.getByRole('textbox', { name: '这一版的名字' }).fill('原来的')
  await page.keyboard.press('Enter')
  await expect(drawer.getByRole('button', { name: '原来的' })).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: '恢复' }).click()
  await expect(drawer.getByRole('listitem').first()).toContainText('在用')
  await page.keyboard.press('Escape')
  await expect(prompt(page)).toHaveValue(readyMade)

  const restored = page.getByText('已恢复成那一版，下一条就生效')
  await restored.getByRole('button', { name: '撤销' }).click()
  await expect(prompt(page)).toHaveValue('你是小杏。\n一次只说一句。')
})

test('brings settings along, is tried in 试聊, and comes back after it was deleted', async ({ page }) => {
  await openPage(page, '角色')
  await page.getByRole('button', { name: '新建一个' }).click()
  const name = page.getByRole('textbox', { name: '名字', exact: true })
  await name.fill('老馆长')
  await name.press('Enter')
  await expect(page.getByRole('heading', { name: '老馆长' })).toBeVisible()
  await choose(page.getByRole('combobox', { name: '加一项设置' }), '出错时说')
  const apology = page.getByRole('textbox', { name: '出错时说' })
  await apology.fill('书掉地上了，等等。')
  await apology.press('Enter')
  await expect(page.getByText('「出错时说」已改为 书掉地上了，等等。')).toBeVisible()
  await page.getByRole('button', { name: '「出错时说」不由角色决定' }).click()
  await expect(apology).toHaveCount(0)

  await page.getByRole('button', { name: '试一句' }).click()
  await expect(page.getByRole('main', { name: '试聊' })).toBeVisible()
  await expect(page.getByText('试聊的私聊里换成「老馆长」')).toBeVisible()
  await expect(page.getByRole('main', { name: '试聊' })).toContainText('老馆长')

  await openPage(page, '角色')
  await page.getByRole('button', { name: '「老馆长」的更多动作' }).click()
  await page.getByRole('menuitem', { name: '删除' }).click()
  await expect(card(page, '老馆长')).toHaveCount(0)
  await page.getByText('已删掉「老馆长」').getByRole('button', { name: '撤销' }).click()
  await expect(card(page, '老馆长')).toBeVisible()
})

test('takes a face from a picture, small enough to be kept', async ({ page }) => {
  await openPage(page, '角色')
  await page.getByRole('button', { name: '新建一个' }).click()
  await page.getByLabel('选头像图片').setInputFiles('resources/icon/app.png')
  await expect(page.getByText('头像换好了')).toBeVisible()
  const picture = page.getByRole('main').locator('img').first()
  expect((await picture.getAttribute('src'))?.length).toBeLessThan(48_000)
  await page.getByLabel('选头像图片').setInputFiles({
    name: '不是图.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not a picture'),
  })
  await expect(page.getByText('「不是图.png」读不出图片')).toBeVisible()
})

test('hands a character out as a file and takes it in again', async ({ page, running, testFolder }) => {
  await openPage(page, '角色')
  await page.getByRole('button', { name: '老锤' }).click()
  await expect(page.getByRole('heading', { name: '老锤' })).toBeVisible()
  const written = await prompt(page).inputValue()
  const saved = join(testFolder, 'saved.json')
  const saving = saveInto(saved, running)
  await page.getByRole('button', { name: '「老锤」的更多动作' }).click()
  await page.getByRole('menuitem', { name: '导出' }).click()
  expect(await saving).toMatch(/老锤.*\.json$/)
  const text = await readFile(saved, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ spec: 'chara_card_v2', data: { name: '老锤' } })

  await page.getByRole('link', { name: '所有角色' }).click()
  const files = page.getByLabel('选角色卡文件')
  const buffer = Buffer.from(text.replaceAll('老锤', '小锤'))
  await files.setInputFiles({ name: '小锤.json', mimeType: 'application/json', buffer })
  await card(page, '小锤').getByRole('link', { name: '小锤' }).click()
  await expect(prompt(page)).toHaveValue(written.replaceAll('老锤', '小锤'))

  await page.getByRole('link', { name: '所有角色' }).click()
  await files.setInputFiles({
    name: '坏的.json',
    mimeType: 'application/json',
    buffer: Buffer.from('<html>'),
  })
  const refused = page.getByRole('main').getByRole('alert')
  await expect(refused).toContainText('「坏的.json」没有导入')
  await refused.getByRole('button', { name: '知道了' }).click()
  await expect(refused).toHaveCount(0)
})

connected(
  'plays one character in one chat, another in the rest, and none where it is told so',
  async ({ page, model, qq }) => {
    const system = () => String(model.requests.at(-1)?.messages[0]?.content)
    await openPage(page, '角色')
    await page.getByRole('button', { name: '新建一个' }).click()
    await write(page, '老馆长', '你在图书馆值夜班。')
    await page.getByRole('button', { name: '新建' }).click()
    await page.getByRole('button', { name: '从空白开始' }).click()
    await write(page, '摄影顾问', '你懂相机和光。')
    await page.getByRole('button', { name: '「老馆长」的更多动作' }).click()
    await page.getByRole('menuitem', { name: '设为默认' }).click()
    await expect(card(page, '老馆长')).toContainText('默认')

    qq.privateMessage('30001', '在吗', from('小明', '30001'))
    await qq.reply()
    expect(system()).toContain('你在图书馆值夜班。')

    await openChat(page, '小明')
    const side = page.getByRole('complementary', { name: '这个聊天的设置' })
    await side.getByRole('tab', { name: '角色与提示词' }).click()
    await choose(side.getByRole('combobox', { name: '角色' }), '摄影顾问')
    await expect(page.getByText('这个聊天换成「摄影顾问」')).toBeVisible()
    await side.getByRole('button', { name: '预览最终提示词' }).click()
    await expect(page.getByRole('dialog')).toContainText('你懂相机和光。')
    await expect(page.getByRole('dialog')).toContainText('每次都一样，缓存能省')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    // Before the drawer is gone: it has given the focus back by now, and takes it from nobody when it is.
    const own = side.getByRole('textbox', { name: '这个聊天的提示词' })
    await own.focus()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(own).toBeFocused()
    qq.privateMessage('30001', '拍星空', from('小明', '30001'))
    await qq.reply(2)
    expect(system()).toContain('你懂相机和光。')
    expect(system()).not.toContain('图书馆')

    await choose(side.getByRole('combobox', { name: '角色' }), '不扮演')
    await expect(page.getByText('这个聊天不再扮演角色')).toBeVisible()
    qq.privateMessage('30001', '谢谢', from('小明', '30001'))
    await qq.reply(3)
    expect(system()).not.toMatch(/图书馆|相机/)

    await openPage(page, '角色')
    await expect(card(page, '老馆长')).toContainText('没有聊天在用')
  },
)
