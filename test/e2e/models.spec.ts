import { type FakeAnswer, type FakeOpenAIOptions, startFakeOpenAI } from '../support/fake-openai.ts'
import { expect, test } from './support/launch.ts'
import { openPage } from './support/panel.ts'

const models = ['deepseek-chat', 'qwen-vl-max', 'sharp-eyes']

/** Calls the tool that is offered; who is asked about a picture sees it, but for deepseek-chat. */
const answer: FakeOpenAIOptions['answer'] = ({ body, text, model }): FakeAnswer => {
  const [offered] = (body.tools ?? []) as { function: { name: string } }[]
  if (offered) return { text: null, toolCalls: [{ name: offered.function.name, arguments: {} }] }
  return { text: text.includes('颜色') && model !== 'deepseek-chat' ? '红色' : '你好' }
}

test('takes a provider, says what is wrong with its key, tests it, and takes a deletion back', async ({
  page,
}) => {
  await using server = await startFakeOpenAI({ models, apiKey: 'sk-right-12345678', answer })
  await openPage(page, '模型')
  await page.getByRole('button', { name: '加提供商' }).click()
  const drawer = page.getByRole('dialog')
  await drawer
    .getByLabel('粘贴 Key 或地址')
    .fill(`curl ${server.baseUrl}/chat/completions -H "Authorization: Bearer sk-wrong-12345678"`)
  await page.keyboard.press('Enter')
  await expect(drawer.getByText('按这个地址填好了')).toBeVisible()
  await expect(drawer.getByLabel('地址', { exact: true })).toHaveValue(server.baseUrl)
  await drawer.getByLabel('名字').fill('我的中转')
  await drawer.getByRole('button', { name: '获取列表' }).click()
  await expect(drawer.getByRole('alert')).toContainText('不认这个 Key')
  await expect(drawer.getByRole('alert')).toContainText('model.auth')

  await drawer.getByLabel('Key', { exact: true }).fill('sk-right-12345678')
  await drawer.getByRole('button', { name: '获取列表' }).click()
  const listed = drawer.getByRole('list', { name: '提供商列出的模型' })
  await listed.getByRole('checkbox', { name: 'deepseek-chat' }).check()
  await listed.getByRole('checkbox', { name: 'qwen-vl-max' }).check()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已加上「我的中转」，默认模型换成它的')).toBeVisible()
  await expect(page.getByRole('button', { name: 'deepseek-chat 是默认模型' })).toBeVisible()

  await page.getByRole('button', { name: '测试 deepseek-chat' }).click()
  const row = page.getByRole('row', { name: 'deepseek-chat' })
  await expect(row.getByRole('img', { name: '答完' })).toHaveCount(2)
  await expect(row.getByRole('img', { name: '不会看图' })).toBeVisible()

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
  await expect(page.getByRole('row', { name: 'qwen-vl-max' }).getByRole('img', { name: '答完' })).toHaveCount(
    3,
  )
})

test('asks whose a key is that several vendors might have given out, and sends it to nobody', async ({
  page,
}) => {
  await openPage(page, '模型')
  await page.getByRole('button', { name: '加提供商' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('粘贴 Key 或地址').fill('sk-0123456789abcdef0123456789abcdef')
  await drawer.getByRole('button', { name: '认一认' }).click()
  await expect(drawer.getByText('还没有发给任何一家')).toBeVisible()
  await expect(drawer.getByLabel('Key', { exact: true })).toHaveCount(0)
  await drawer.getByRole('button', { name: '阿里百炼' }).first().click()
  await expect(drawer.getByLabel('地址', { exact: true })).toHaveValue(/dashscope/)
  await expect(drawer.getByLabel('Key', { exact: true })).toHaveValue(/^sk-/)
})

test.describe('with models that are set up', () => {
  test.use({
    config: {
      providers: [
        {
          id: 'relay',
          title: '中转站',
          // Nobody listens there: nothing of this is asked.
          baseUrl: 'http://198.51.100.7/v1',
          apiKey: 'sk-1',
          models: [{ name: 'first-model' }, { name: 'second-model' }, { name: 'third-model' }],
        },
      ],
      defaults: { model: 'relay/first-model' },
    },
  })

  test('puts fall-backs in order by keyboard, and takes it back', async ({ page }) => {
    await openPage(page, '模型')
    await page.getByRole('button', { name: /^聊天：/ }).click()
    const add = page.getByRole('combobox', { name: '给「聊天」加一个模型' })
    for (const name of ['second-model', 'third-model']) {
      await add.click()
      await add.fill(name)
      await add.press('Enter')
      await expect(page.getByRole('button', { name: `${name}，按 ↑ ↓ 换位置` })).toBeVisible()
    }
    const third = page.getByRole('button', { name: 'third-model，按 ↑ ↓ 换位置' })
    await third.press('ArrowUp')
    await expect(third).toHaveAccessibleName(/第 2 个/)
    await expect(third).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByText('备用 third-model → second-model')).toBeVisible()
    const said = page.getByText('「聊天」已改为 first-model → third-model → second-model')
    await said.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByText('备用 second-model → third-model')).toBeVisible()
  })

  test('leads from an unknown price to where it is filled in', async ({ page }) => {
    await openPage(page, '模型')
    await page.getByRole('button', { name: '未知单价，填 second-model 的' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('second-model 的输入单价').fill('2')
    await expect(drawer.getByRole('alert')).toHaveText('输入和输出的单价要一起填')
    await expect(drawer.getByRole('button', { name: '保存' })).toBeDisabled()
    await drawer.getByLabel('second-model 的输出单价').fill('3')
    await drawer.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已改好「中转站」')).toBeVisible()
    await expect(page.getByRole('row', { name: 'second-model' })).toContainText('¥3.00')
  })

  test('keeps what was saved of a header a secret when another is added', async ({ page }) => {
    const drawer = page.getByRole('dialog')
    const addHeader = async (place: number, name: string, value: string) => {
      await openPage(page, '模型')
      await page.getByRole('button', { name: '中转站' }).click()
      await drawer.getByText('高级').click()
      await drawer.getByRole('button', { name: '加一个请求头' }).click()
      await drawer.getByLabel(`第 ${place} 个请求头的名字`).fill(name)
      await drawer.getByLabel(`第 ${place} 个请求头的值`).fill(value)
    }
    await addHeader(1, 'X-Team', 'red')
    await drawer.getByRole('button', { name: '保存' }).click()
    await expect(drawer).toHaveCount(0)
    await addHeader(2, 'X-Title', 'bot')
    await expect(drawer.getByLabel('第 1 个请求头的值')).toHaveValue('')
    await expect(drawer.getByLabel('第 1 个请求头的值')).toHaveAttribute('placeholder', '已保存')
    await drawer.getByRole('button', { name: '保存' }).click()
    await expect(drawer).toHaveCount(0)
  })
})

test('believes a probe that shows a model can see', async ({ page }) => {
  await using server = await startFakeOpenAI({ models, answer })
  await openPage(page, '模型')
  await page.getByRole('button', { name: '加提供商' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('粘贴 Key 或地址').fill(server.baseUrl)
  await page.keyboard.press('Enter')
  await drawer.getByLabel('模型名').fill('sharp-eyes')
  await drawer.getByRole('button', { name: '加上' }).click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '测试 sharp-eyes' }).click()
  await page.getByRole('button', { name: '把 sharp-eyes 改成会看图' }).click()
  await expect(page.getByText('sharp-eyes 已改成会看图')).toBeVisible()
  await expect(page.getByRole('row', { name: 'sharp-eyes' })).toContainText('看图')
})
