import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'

test('answers the first words without any configuration, and shows how it came to them', async ({ page }) => {
  await openPage(page, '试聊')
  await say(page, '你好')
  await expect(conversation(page)).toContainText('我，你说「你好」，小杏听到啦！')

  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  await expect(trace.getByRole('listitem')).toContainText(['收到', '合并等待', '排队', '思考', '发送'])
  await expect(trace).toContainText('xiaoxing')
  await expect(trace).toContainText('"text":"你好"')
})

test('hears what is said in a group as background and answers who mentions it', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '五人群' }).click()
  const mention = page.getByRole('button', { name: '@小杏' })
  await mention.click()
  await expect(mention).toHaveAttribute('aria-pressed', 'false')
  await say(page, '今天好热')
  await expect(conversation(page)).toContainText('没回没有叫机器人，作为背景交给模型')
  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  await expect(trace).toContainText('最后一句没回没有叫机器人')
  await expect(trace.getByRole('link', { name: '改规则' })).toHaveAttribute('href', /triggers\.probability/)

  await mention.click()
  await page.getByRole('radiogroup', { name: '谁来说' }).getByText('大橘').click()
  await say(page, '你说呢')
  await expect(conversation(page)).toContainText('大橘，你说「你说呢」，小杏听到啦！')
  expect(await accessibilityFaults(page)).toEqual([])
})

test('answers five quick lines once, and shows that it waited', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '连发五句' }).click()
  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  await expect(trace).toContainText(/合并等待还有 \d\.\d s · 5 条/)
  const why = conversation(page).getByRole('button', { name: '为什么这样回' })
  await expect(why).toHaveCount(1)
  await expect(why).toContainText('5 条合在一起')
  await expect(trace).toContainText('5 条合成一个问题')
  for (const text of ['在吗', '帮我起个名字']) await expect(trace).toContainText(text)
})

test('does not answer what was taken back', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '撤回 刚说完就撤回' }).click()
  await expect(conversation(page)).toContainText('已撤回')
  const trace = page.getByRole('complementary', { name: '这次回复的经过' })
  await expect(trace).toContainText('撤回了，就不回了')

  // What comes after it is answered, and only that.
  await say(page, '还在吗')
  await expect(conversation(page)).toContainText('你说「还在吗」，小杏听到啦！')
  await expect(conversation(page).getByRole('button', { name: '为什么这样回' })).toHaveCount(1)
})

test('is quoted and answers, without being called by name', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '五人群' }).click()
  await say(page, '讲个笑话')
  await expect(conversation(page)).toContainText('小杏听到啦！')
  await page.getByRole('button', { name: '@小杏' }).click()
  await page.getByRole('button', { name: /^引用「我，你说/ }).click()
  await expect(page.getByRole('list', { name: '带上的' })).toContainText('引用 小杏：我，你说')
  await say(page, '再讲一个')
  await expect(conversation(page)).toContainText('你说「再讲一个」')
  await expect(conversation(page).getByRole('button', { name: '为什么这样回' }).last()).toContainText(
    '回复了机器人的消息',
  )
})

test('takes back a line of a pretend person with its button', async ({ page }) => {
  await openPage(page, '试聊')
  await say(page, '这句不算')
  await page.getByRole('button', { name: '撤回「这句不算」' }).click()
  await expect(conversation(page)).toContainText('已撤回')
  await expect(page.getByRole('button', { name: '撤回「这句不算」' })).toHaveCount(0)
})

test('says why a poke comes to nothing', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '戳一戳' }).click()
  await expect(page.getByText('这里被戳不回。')).toBeVisible()
})

test('gives a pretend person a role, which is what commands go by', async ({ page }) => {
  await openPage(page, '试聊')
  await page.getByRole('button', { name: '改「我」' }).click()
  await page.getByRole('radiogroup', { name: '对机器人是' }).getByText('成员').click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('「我」可以说话了')).toBeVisible()
  await say(page, '#重载')
  await expect(conversation(page)).toContainText('权限不足')
})

test.describe('where pokes are answered', () => {
  test.use({ config: { defaults: { triggers: { poke: true } } } })

  test('a poke is answered', async ({ page }) => {
    await openPage(page, '试聊')
    await page.getByRole('button', { name: '戳一戳' }).click()
    await expect(conversation(page).getByRole('button', { name: '为什么这样回' })).toContainText('被戳了戳')
    await expect(page.getByText('这里被戳不回。')).toHaveCount(0)
  })
})
