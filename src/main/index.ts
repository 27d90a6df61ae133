import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { app, dialog, safeStorage, shell } from 'electron'
import type { AgentOptions } from '../agent/agent.ts'
import { Lifetime } from '../agent/kernel/lifetime.ts'
import { toProblem } from '../agent/kernel/problem.ts'
import { startAgent } from '../agent/start-agent.ts'
import { setAppMenu } from './app-menu.ts'
import { closingRule } from './closing.ts'
import { parseDesktopArguments } from './desktop-arguments.ts'
import { openDesktopStore } from './desktop-store.ts'
import { askWhereToSave } from './handed-out-files.ts'
import { reportToLauncher } from './launcher-report.ts'
import { openPanelDoor } from './panel-door.ts'
import { declarePanelScheme, servePanelScheme } from './panel-scheme.ts'
import { createPanelWindow } from './panel-window.ts'
import { stopBeforeQuit } from './quitting.ts'
import { createSecretBox } from './secret-box.ts'
import { setStartAtLogin } from './start-at-login.ts'
import { startTray } from './tray.ts'
import { limitPermissions, limitWebContents } from './web-limits.ts'

const { dataDir, hidden } = parseDesktopArguments(process.argv.slice(1), process.env)
const built = join(import.meta.dirname, '..')
const icons = join(app.getAppPath(), 'resources', 'icon')

// Pictures keep up to four of these threads busy; files, names and the database must not wait for them. More than
// that would only take memory.
process.env.UV_THREADPOOL_SIZE ??= String(Math.min(4, availableParallelism()) + 2)

main().catch(fail)

async function main(): Promise<void> {
  // One desktop app a data folder, as there is one agent: Electron's lock and caches lie in it.
  const desktopDir = join(dataDir, 'desktop')
  mkdirSync(desktopDir, { recursive: true })
  app.setPath('userData', desktopDir)
  if (!app.requestSingleInstanceLock()) {
    reportToLauncher()
    return app.exit(0)
  }
  declarePanelScheme()
  limitWebContents()
  await app.whenReady()
  await run(new Lifetime())
}

async function run(life: Lifetime): Promise<void> {
  limitPermissions()
  askWhereToSave()
  setAppMenu()
  const store = openDesktopStore()
  const agent = await startAgent(agentOptions())
  life.defer(() => agent.dispose())
  stopBeforeQuit(life)
  servePanelScheme(join(built, 'renderer'), (hash) => agent.picture(hash))

  const door = openPanelDoor(agent, life)
  let hasTray = false
  const window = createPanelWindow(
    {
      agent,
      door,
      store,
      preload: join(built, 'preload', 'index.cjs'),
      icon: join(icons, 'app.png'),
      mayClose: closingRule(store, () => hasTray),
    },
    life,
  )
  app.on('second-instance', () => window.open())
  app.on('activate', () => window.open())
  // The bot goes on without a window; only quitting ends it.
  app.on('window-all-closed', () => {})

  hasTray = await startTray(
    {
      agent,
      store,
      icon: join(icons, 'tray.png'),
      actions: {
        open: () => window.open(),
        setPaused: (paused) => agent.setPaused(paused),
        setStartAtLogin(enabled) {
          store.set('startAtLogin', enabled)
          setStartAtLogin(enabled, dataDir).catch((error: unknown) =>
            agent.log('error', '没能改开机启动', { error: String(error) }),
          )
        },
        quit: () => app.quit(),
      },
    },
    life,
  )
  if (!hidden || !hasTray) window.open()
  reportToLauncher()
}

function agentOptions(): AgentOptions {
  const secretBox = createSecretBox(safeStorage)
  return {
    dataDir,
    host: 'desktop',
    version: app.getVersion(),
    workers: {
      reader: new URL('./reader.js', import.meta.url),
      image: new URL('./image.js', import.meta.url),
      tool: new URL('./tool.js', import.meta.url),
      desk: new URL('./desk.js', import.meta.url),
    },
    // The other one's libraries collide with those of Electron's windows there.
    sharp: process.platform === 'linux' ? '@janhapke/sharp-electron' : 'sharp',
    // It answers with what went wrong, '' for nothing.
    showFolder: async (path) => (await shell.openPath(path)) === '',
    ...(secretBox ? { secretBox } : {}),
  }
}

/** Electron works, the app does not: the launcher must not try another way. */
function fail(error: unknown): void {
  reportToLauncher()
  const { message, hint, detail } = toProblem(error)
  process.stderr.write(`${[message, hint, detail].filter(Boolean).join('。')}\n`)
  dialog.showErrorBox('杏桃没能启动', [message, hint, detail].filter(Boolean).join('\n'))
  app.exit(1)
}
