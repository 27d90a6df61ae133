import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/test-runtime/places.mjs'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'
import { saveInto } from './support/saved-file.ts'

const folder = join(repositoryRoot, 'test/fixtures/ai-chat')

test('carries over a folder of AI_chat, after showing what comes and what does not', async ({ page }) => {
  await openPage(page, '设置')
  await page.getByLabel('要导入的文件夹').setInputFiles(folder)
  const items = page.getByRole('list', { name: '能带来什么' })
  await expect(items.getByRole('listitem').first()).toBeVisible()
  await expect(page.getByText('认出来了：AI_chat 的文件')).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByRole('combobox', { name: '这些聊天属于' }).click()
  await page.getByTitle('试聊，不在 QQ 里').click()
  await page.getByRole('checkbox', { name: '带上「群 700001」' }).uncheck()
  await page.getByRole('button', { name: /^导入 \d+ 项/ }).click()
  const result = page.getByRole('list', { name: '导入的结果' })
  await expect(result).toContainText('条消息')
  await expect(result).not.toContainText('群 700001')
})

test('writes everything there is into one file, which comes back in somewhere else', async ({
  page,
  running,
  testFolder,
}) => {
  await openPage(page, '试聊')
  await say(page, '这句要带走')
  await expect(conversation(page)).toContainText('小杏听到啦！')
  await openPage(page, '设置')
  const file = join(testFolder, 'saved.jsonl')
  const saving = saveInto(file, running)
  await page.getByRole('button', { name: '导出', exact: true }).click()
  expect(await saving).toMatch(/^杏桃-全部-.*\.jsonl$/)
  expect(await readFile(file, 'utf8')).toContain('这句要带走')

  await page.getByLabel('要导入的文件', { exact: true }).setInputFiles({
    name: '旧的.jsonl',
    mimeType: '',
    buffer: await readFile(file),
  })
  await expect(page.getByRole('list', { name: '能带来什么' })).toContainText(
    '这个聊天里已经有消息了，混在一起会乱了先后，所以不带',
  )
})

test('says what is wrong with files it cannot take', async ({ page }) => {
  await openPage(page, '设置')
  await page.getByLabel('要导入的文件', { exact: true }).setInputFiles([
    { name: '照片.png', mimeType: 'image/png', buffer: Buffer.from('x') },
    { name: '坏的.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') },
  ])
  const items = page.getByRole('list', { name: '能带来什么' })
  await expect(items).toContainText('是图片，里面的角色卡读不出来')
  await expect(items).toContainText('坏的')
  await expect(page.getByRole('button', { name: '知道了' })).toBeVisible()
})
