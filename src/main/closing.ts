import { app, type BrowserWindow, dialog, Notification } from 'electron'
import type { DesktopStore } from './desktop-store.ts'

/**
 * What closing the window means: with a tray the window goes and the bot stays, which is said once;
 * without one it would be gone for good, so it is asked. Returns whether the window may close now.
 */
export function closingRule(store: DesktopStore, hasTray: () => boolean): (window: BrowserWindow) => boolean {
  return (window) => {
    if (hasTray()) {
      explainOnce(store)
      return true
    }
    // The Dock keeps an app without windows in reach.
    if (process.platform === 'darwin') return true
    void ask(window)
    return false
  }
}

function explainOnce(store: DesktopStore): void {
  if (store.get('closingExplained') || !Notification.isSupported()) return
  new Notification({
    title: '杏桃还在运行',
    body: '机器人照常回复。要打开面板或者退出，点托盘里的杏桃图标。',
  }).show()
  store.set('closingExplained', true)
}

async function ask(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: '关掉杏桃吗？',
    detail: '这个系统没有托盘，关掉窗口就找不回来了。退出以后机器人不再回复。',
    buttons: ['最小化，继续运行', '退出', '取消'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  if (response === 0) window.minimize()
  if (response === 1) app.quit()
}
