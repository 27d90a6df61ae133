import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ElectronApplication } from 'playwright/test'
import { desktopCommand, desktopEnvironment } from './support/desktop-host.ts'
import { test as base, expect } from './support/launch.ts'
import { conversation, openPage, say } from './support/panel.ts'

/** The desktop app, driven from inside. */
const test = base.extend<{ app: ElectronApplication }>({
  app: async ({ running }, use) => {
    if (!running.app) throw new Error('These specs are for the desktop host')
    await use(running.app)
  },
})

test('gives the page nothing but the panel’s own bridge', async ({ page }) => {
  expect(page.url()).toMatch(/^app:\/\/panel\//)
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis),
  )
  expect(globals).toEqual([])
})

test('runs only scripts of its own', async ({ page, pageErrors }) => {
  const policy = await page.evaluate(async () => {
    const answer = await fetch('app://panel/')
    return answer.headers.get('content-security-policy')
  })
  expect(policy).toContain("default-src 'none'; script-src 'self'")

  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.head.append(script)
    return 'injected' in window
  })
  expect(ran).toBe(false)
  await expect.poll(() => [...pageErrors]).toHaveLength(1)
  expect([...pageErrors][0]).toContain('Content Security Policy')
  pageErrors.clear()
})

test('neither leaves the panel nor opens a window', async ({ page, app }) => {
  expect(await page.evaluate(() => window.open('http://127.0.0.1:9/elsewhere'))).toBeNull()
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('will-frame-navigate', ({ url, defaultPrevented }) => {
      Object.assign(globalThis, { refused: { url, defaultPrevented } })
    })
  })
  await page.evaluate(() => {
    setTimeout(() => window.location.assign('http://127.0.0.1:9/elsewhere'))
  })
  await expect
    .poll(() => app.evaluate(() => (globalThis as { refused?: unknown }).refused))
    .toEqual({ url: 'http://127.0.0.1:9/elsewhere', defaultPrevented: true })
  const addresses = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
    )
  expect(await addresses()).toEqual(['app://panel/'])
})

test('asks before it closes its window where there is no tray, and quits in the middle of an answer', async ({
  page,
  app,
  running,
}) => {
  await answerQuestions(app, '取消')
  await closeWindow(app)
  await expect.poll(() => questions(app)).toEqual(['关掉杏桃吗？'])
  await openPage(page, '试聊')
  await say(page, '慢一点')
  await expect(conversation(page).getByRole('button', { name: '停止' })).toBeVisible()

  await answerQuestions(app, '退出')
  await closeWindow(app)
  await expect.poll(() => running.process.exitCode, { timeout: 5_000 }).toBe(0)
})

test('comes to the front when it is started a second time, and stays the only one', async ({
  page,
  app,
  dataDir,
}) => {
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const { executable, args } = desktopCommand()
  const second = spawn(executable, args, { env: desktopEnvironment(dataDir), stdio: 'ignore' })
  expect((await once(second, 'exit'))[0]).toBe(0)
  const visible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
  await expect.poll(visible).toEqual([true])
})

/** Has the system's message boxes answered with the button of this name, and remembers what they ask. */
function answerQuestions(app: ElectronApplication, button: string): Promise<void> {
  return app.evaluate(({ dialog }, wanted) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, buttons } = given.at(-1) as { message: string; buttons: string[] }
      asked.push(message)
      return { response: buttons.indexOf(wanted), checkboxChecked: false }
    }
  }, button)
}

function questions(app: ElectronApplication): Promise<unknown> {
  return app.evaluate(() => (globalThis as { asked?: string[] }).asked)
}

function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
}
