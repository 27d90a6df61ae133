import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, screen } from 'electron'
import type { Agent } from '../agent/agent.ts'
import type { Lifetime } from '../agent/kernel/lifetime.ts'
import { showContextMenu } from './context-menu.ts'
import type { DesktopStore } from './desktop-store.ts'
import type { PanelDoor } from './panel-door.ts'
import { panelAddress } from './panel-scheme.ts'
import { pageColours, titleBarOverlay } from './title-bar.ts'
import { openingBounds, smallestWindow } from './window-bounds.ts'

/** Milliseconds within which a second crash of the page is not answered by loading it again. */
const crashLoopMs = 60_000

export interface PanelWindowParts {
  readonly agent: Agent
  readonly door: PanelDoor
  readonly store: DesktopStore
  readonly preload: string
  /** Path of the window's icon where the system does not take it from the program. */
  readonly icon: string
  /** Asked when somebody closes the window; false keeps it open. */
  mayClose(window: BrowserWindow): boolean
}

export interface PanelWindow {
  /** Shows the window in front of the others, making it when it is not there. */
  open(): void
}

/** The one window of the app. It is made when first opened, and anew after it was closed. */
export function createPanelWindow(parts: PanelWindowParts, life: Lifetime): PanelWindow {
  let window: BrowserWindow | null = null
  life.defer(() => {
    if (!window) return
    rememberPlace(window, parts.store)
    window.hide()
  })
  return {
    open() {
      if (window) {
        if (window.isMinimized()) window.restore()
        window.show()
        window.focus()
        return
      }
      window = makeWindow(parts)
      window.once('closed', () => {
        window = null
      })
    },
  }
}

function makeWindow(parts: PanelWindowParts): BrowserWindow {
  const { agent, door, store } = parts
  const window = new BrowserWindow(windowOptions(parts))
  if (store.get('maximised')) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    rememberPlace(window, store)
    if (!parts.mayClose(window)) event.preventDefault()
  })

  const { webContents } = window
  door.admit(webContents)
  showContextMenu(webContents)
  webContents.on('did-change-theme-color', (_event, color) => {
    if (!color) return
    store.set('background', color)
    window.setBackgroundColor(color)
    if (process.platform !== 'darwin') window.setTitleBarOverlay(titleBarOverlay(color))
  })
  let crashedAt = Number.NEGATIVE_INFINITY
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    agent.log('error', '面板窗口意外退出，机器人不受影响', { reason, exitCode })
    if (performance.now() - crashedAt > crashLoopMs) webContents.reload()
    crashedAt = performance.now()
  })
  void window.loadURL(panelAddress)
  return window
}

function windowOptions({ store, preload, icon }: PanelWindowParts): BrowserWindowConstructorOptions {
  const background =
    store.get('background') ?? (nativeTheme.shouldUseDarkColors ? pageColours.dark : pageColours.light)
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  return {
    ...openingBounds(store.get('bounds'), screens),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: '杏桃',
    icon,
    backgroundColor: background,
    titleBarStyle: 'hidden',
    trafficLightPosition: { x: 14, y: 15 },
    ...(process.platform === 'darwin' ? {} : { titleBarOverlay: titleBarOverlay(background) }),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  }
}

function rememberPlace(window: BrowserWindow, store: DesktopStore): void {
  store.set({ bounds: window.getNormalBounds(), maximised: window.isMaximized() })
}
