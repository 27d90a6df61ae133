import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { ask, dialPanel, openSession } from '../support/serve-panel.ts'
import { collectOutput } from './support/host.ts'
import { expect, test } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'
import { spawnServe, startServe, stopServe } from './support/web-host.ts'

test('keeps showing what it knows while the bot is gone, and says how to come back', async ({
  page,
  pageErrors,
  running,
  dataDir,
}) => {
  await using life = new AsyncDisposableStack()
  await openPage(page, '试聊')
  await say(page, '你好')
  await expect(conversation(page)).toContainText('小杏听到啦！')
  const { port } = new URL(page.url())
  await stopServe(running.process)
  await expect(page.getByText('面板和机器人断开了，正在重连。')).toBeVisible()
  await expect(conversation(page)).toContainText('小杏听到啦！')

  const { panel } = await startServe({ dataDir, output: [], life }, port)
  await expect(page.getByText('用它打印的新地址打开')).toBeVisible()
  await page.goto(panel)
  await expect(page.getByText('用它打印的新地址打开')).toHaveCount(0)
  await openPage(page, '试聊')
  await expect(conversation(page)).toContainText('小杏听到啦！')
  // The browser writes down every connection that it could not open.
  for (const error of pageErrors) expect(error).toMatch(/ERR_CONNECTION_REFUSED|WebSocket|401/)
  pageErrors.clear()
})

interface Door {
  url: URL
  token: string
}

/** The headless host alone, as programs find it. */
const doorTest = test.extend<{ door: Door }>({
  door: async ({ dataDir }, use) => {
    await using life = new AsyncDisposableStack()
    const { panel } = await startServe({ dataDir, output: [], life })
    const url = new URL(panel)
    await use({ url, token: new URLSearchParams(url.hash.slice(1)).get('token') ?? '' })
  },
})

doorTest('opens once for the printed token, and then for the cookie alone', async ({ door }) => {
  const { url, token } = door
  expect((await openSession(url, 'wrong')).answer.status).toBe(401)
  const first = await openSession(url, token)
  expect(first.answer.status).toBe(204)
  expect(first.answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict/)
  expect((await openSession(url, token)).answer.status).toBe(401)

  const origin = url.origin
  expect((await dialPanel(url, { origin })).status).toBe(401)
  const { status, socket } = await dialPanel(url, { origin, cookie: first.cookie })
  expect(status).toBe(101)
  socket.terminate()
})

doorTest('lets nobody in who comes under another name or from another page', async ({ door }) => {
  const { url, token } = door
  const { cookie } = await openSession(url, token)
  expect((await ask(url, { headers: { host: 'evil.example' } })).status).toBe(403)
  expect((await dialPanel(url, { cookie, origin: 'https://evil.example' })).status).toBe(403)
  expect((await dialPanel(url, { cookie })).status).toBe(403)
  const page = await ask(url)
  expect(page.status).toBe(200)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
})

test('is not served to other machines without a token', async ({ dataDir }) => {
  const child = spawnServe(['--data', dataDir, '--port', '0', '--host', '0.0.0.0'])
  const output: string[] = []
  collectOutput(child, output)
  expect(await exitCode(child)).toBe(1)
  expect(output.join('')).toContain('APRICOT_PANEL_TOKEN')
})

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close')
  return code
}
