import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from 'playwright/test'
import sharp from 'sharp'
import { accessibilityFaults } from './support/accessibility.ts'
import { botConfig, test as connected, dialling, expect, from } from './support/connected.ts'
import { test } from './support/launch.ts'
import { conversation, openChat, openPage } from './support/panel.ts'

/** Of a picture that really came, not of an empty frame. */
async function expectDrawn(picture: Locator): Promise<void> {
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0)
}

/** The only picture in the gallery, opened. */
async function openOnly(page: Page): Promise<Locator> {
  await openPage(page, '图片')
  await page.getByRole('list', { name: '图片' }).getByRole('button', { name: '看「' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer).toContainText('在哪里见过')
  return drawer
}

test('a picture that is sent in 试聊 is kept, described and deleted', async ({ page }) => {
  await openPage(page, '图片')
  await expect(page.getByRole('main')).toContainText('还没有图片')
  await page.getByRole('button', { name: '去试聊发一张' }).click()

  await page.getByRole('button', { name: '示例图片' }).click()
  await expect(
    page.getByRole('list', { name: '带上的' }).getByRole('img', { name: '示例图片' }),
  ).toBeVisible()
  await page.getByRole('button', { name: '说', exact: true }).click()
  const bubble = conversation(page).getByRole('button', { name: '看大图' })
  await expectDrawn(bubble.getByRole('img'))
  await expect(conversation(page).getByText('[图片]', { exact: true })).toHaveCount(0)

  await bubble.click()
  await expectDrawn(page.getByRole('dialog').getByRole('img', { name: '图片' }))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  const drawer = await openOnly(page)
  await expectDrawn(drawer.getByRole('img', { name: '没有描述的图片' }))
  expect(await accessibilityFaults(page)).toEqual([])
  await drawer.getByRole('button', { name: '自己写' }).click()
  await drawer.getByRole('textbox', { name: '图片描述' }).fill('红圆里写着杏桃')
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer).toContainText('你写的')
  await page.keyboard.press('Escape')

  await page.getByRole('textbox', { name: '搜图片描述' }).fill('红圆')
  await expect(page.getByRole('button', { name: '看「红圆里写着杏桃」' })).toBeVisible()
  await page.getByRole('textbox', { name: '搜图片描述' }).fill('蓝方块')
  await expect(page.getByRole('main')).toContainText('没有这样的图片')
  await page.getByRole('button', { name: '看全部' }).click()

  await page.getByRole('checkbox', { name: '选中「红圆里写着杏桃」' }).check()
  await page.getByRole('button', { name: '删掉' }).click()
  await expect(page.getByRole('tooltip')).toContainText('不能反悔')
  await page.getByRole('tooltip').getByRole('button', { name: '删掉' }).click()
  await expect(page.getByText(/删掉了 1 张/)).toBeVisible()
  await openPage(page, '试聊')
  await expect(conversation(page)).toContainText('图片已过期')
})

test('only pictures go along with a line, and they can be taken off again', async ({ page }) => {
  await openPage(page, '试聊')
  const blue = await solid('#3C74B8')
  await page.getByLabel('选图片').setInputFiles([
    { name: '蓝.png', mimeType: 'image/png', buffer: blue },
    { name: '说明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
  ])
  await expect(page.getByText('「说明.pdf」不是能带的图片')).toBeVisible()
  const attached = page.getByRole('list', { name: '带上的' })
  await expect(attached.getByRole('img', { name: '蓝.png' })).toBeVisible()
  await page.getByRole('button', { name: '不带「蓝.png」了' }).click()
  await expect(attached).toHaveCount(0)
  await expect(page.getByRole('button', { name: '说', exact: true })).toBeDisabled()
})

const withServer = connected.extend<{ pictures: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads dependencies from the pattern
  pictures: async ({}, use) => {
    const green = await solid('#2C8A57')
    const server = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end(green),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use(server)
    await new Promise((resolve) => server.close(resolve))
  },
  config: async ({ model, qq }, use) => use(botConfig(model, dialling(qq))),
})

withServer(
  'a picture from the own network is refused with its reason, until its host is allowed',
  async ({ page, qq, pictures }) => {
    const host = `127.0.0.1:${(pictures.address() as AddressInfo).port}`
    const send = (name: string) =>
      qq.privateMessage(
        '30001',
        [{ type: 'image', data: { file: name, url: `http://${host}/${name}` } }],
        from('小明', '30001'),
      )
    send('first.png')
    await qq.reply()
    await openChat(page, '小明')
    await expect(conversation(page)).toContainText('图片没有取')

    await openPage(page, '图片')
    await page.getByRole('radiogroup', { name: '看什么' }).getByText('缓存和队列').click()
    await expect(page.getByRole('main')).toContainText('没取到')
    await page.getByRole('button', { name: /^允许 127\.0\.0\.1/ }).click()
    await expect(page.getByText(/以后可以从 127\.0\.0\.1\S* 取图/)).toBeVisible()

    send('second.png')
    await qq.reply(2)
    await openChat(page, '小明')
    await expectDrawn(conversation(page).getByRole('button', { name: '看大图' }).getByRole('img'))

    await page
      .getByRole('complementary', { name: '这个聊天的设置' })
      .getByRole('tab', { name: '图片' })
      .click()
    await expect(
      page.getByRole('region', { name: '这里的图片' }).getByRole('button', { name: '看「' }),
    ).toHaveCount(1)
  },
)

function solid(background: string): Promise<Buffer> {
  return sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .png()
    .toBuffer()
}
