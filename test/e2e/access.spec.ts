import type { Page } from 'playwright/test'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, from, test } from './support/connected.ts'
import { openPage } from './support/panel.ts'

test('learns its owner from a 你好, who may then give it orders', async ({ page, qq }) => {
  qq.privateMessage('30001', '#重载', from('小明', '30001'))
  expect((await qq.reply()).text).toContain('权限不足')

  await openPage(page, '安全与权限')
  const main = page.getByRole('main')
  await expect(main).toContainText('还没有主人：谁都不能用主人的指令')
  await expect(main).toContainText('指令 #重载 要主人才能用')

  await page.getByRole('button', { name: '开始认主人' }).click()
  await expect(main).toContainText('正在听')
  qq.groupMessage('20001', '30009', '你好', from('路人', '30009'))
  qq.privateMessage('30001', '你好！', from('小明', '30001'))
  const candidates = page.getByRole('list', { name: '说了你好的人' })
  await expect(candidates.getByRole('listitem')).toHaveCount(1)
  await expect(candidates).toContainText('小明30001')
  await candidates.getByRole('button', { name: '这是我' }).click()

  await expect(page.getByText('「小明」现在是主人')).toBeVisible()
  await expect(main).toContainText('只有你能指挥机器人')
  await expect(candidates).toHaveCount(0)
  qq.privateMessage('30001', '#重载', from('小明', '30001'))
  // The second one answers the 你好.
  expect((await qq.reply(3)).text).toContain('工具系统已重载')

  // Taking it back takes the orders back too.
  await page.getByText('「小明」现在是主人').getByRole('button', { name: '撤销' }).click()
  await expect(main).toContainText('还没有主人')
  qq.privateMessage('30001', '#重载', from('小明', '30001'))
  expect((await qq.reply(4)).text).toContain('权限不足')
})

test('asks before it answers in a new group, and does once it is allowed', async ({ page, qq }) => {
  await openPage(page, '安全与权限')
  await page.getByRole('radiogroup', { name: '新的群' }).getByText('等我允许').click()
  await expect(page.getByText('「新的群」已改为')).toBeVisible()
  qq.atBot('20001', '30001', '在吗', from('小明', '30001'))
  const waiting = page.getByRole('list', { name: '等你允许的聊天' })
  await expect(waiting.getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('main')).toContainText('新的聊天，等你允许')
  expect(await accessibilityFaults(page)).toEqual([])

  await waiting.getByRole('button', { name: '允许「20001」', exact: true }).click()
  await expect(waiting).toHaveCount(0)
  qq.atBot('20001', '30001', '现在呢', from('小明', '30001'))
  expect(await qq.reply()).toMatchObject({ kind: 'group', id: '20001' })
})

test('gives a command to everybody, a further name, and takes both back', async ({ page, qq }) => {
  await openPage(page, '安全与权限')
  const command = page.getByRole('row').filter({ hasText: '#重载' })
  const who = command.getByRole('combobox', { name: '谁能用' })
  await who.click()
  for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await who.press(key)
  await expect(page.getByText('#重载 现在谁都行能用')).toBeVisible()
  const names = command.getByRole('combobox', { name: '的别名' })
  await names.fill('再来一遍')
  await names.press('Enter')
  await names.press('Tab')
  await expect(page.getByText('#重载 也叫 #再来一遍')).toBeVisible()
  qq.privateMessage('30001', '#再来一遍', from('小明', '30001'))
  expect((await qq.reply()).text).toContain('工具系统已重载')

  await command.getByRole('button', { name: '#重载 恢复成原样' }).click()
  const undo = page.getByRole('button', { name: '撤销', exact: true })
  await expect(page.getByText('#重载 恢复成原样').filter({ has: undo })).toBeVisible()
  qq.privateMessage('30001', '#重载', from('小明', '30001'))
  expect((await qq.reply(2)).text).toContain('权限不足')
})

test('a number is in one list at a time, and who is blocked is not answered', async ({ page, qq }) => {
  await openPage(page, '安全与权限')
  await add(page, '信任的人', '30001')
  await add(page, '拉黑的人', '30001')
  await expect(page.getByText('30001 从「信任的人」移到了「拉黑的人」')).toBeVisible()
  await expect(page.getByRole('list', { name: '信任的人' })).toContainText('没有人')
  await add(page, '主人', '不是号码')
  await expect(page.getByRole('alert').filter({ hasText: '不是 QQ 号' })).toBeVisible()

  qq.privateMessage('30001', '在吗', from('小明', '30001'))
  qq.privateMessage('30002', '我呢', from('阿岚', '30002'))
  expect((await qq.reply()).id).toBe('30002')
  const denials = page.getByRole('main')
  await expect(denials).toContainText('这个人被拉黑了')
  await page.getByRole('button', { name: '不再拉黑「小明」' }).click()
  await expect(page.getByRole('list', { name: '拉黑的人' })).toContainText('没有人')
  qq.privateMessage('30001', '现在呢', from('小明', '30001'))
  expect((await qq.reply(2)).id).toBe('30001')
})

async function add(page: Page, list: string, number: string): Promise<void> {
  const input = page.getByRole('textbox', { name: `加到「${list}」的 QQ 号` })
  await input.fill(number)
  await input.press('Enter')
}
