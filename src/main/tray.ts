import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Menu, Tray } from 'electron'
import type { Agent } from '../agent/agent.ts'
import type { Lifetime } from '../agent/kernel/lifetime.ts'
import type { DesktopStore } from './desktop-store.ts'
import { type TrayActions, trayMenu, trayTooltip } from './tray-menu.ts'

export interface TrayParts {
  readonly agent: Agent
  readonly store: DesktopStore
  readonly icon: string
  readonly actions: Omit<TrayActions, 'decide'>
}

/** Puts the icon into the system's tray. False when nobody would see it: then closing must not hide the app. */
export async function startTray(
  { agent, store, icon, actions }: TrayParts,
  life: Lifetime,
): Promise<boolean> {
  if (process.platform === 'linux' && !(await hasTrayHost())) return false
  let tray: Tray
  try {
    tray = new Tray(icon)
  } catch (error) {
    agent.log('warn', '系统托盘里放不进图标', { error: String(error) })
    return false
  }
  life.defer(() => tray.destroy())

  const decide: TrayActions['decide'] = (id, decision) => agent.decide(id, decision)
  const refresh = () => {
    const startAtLogin = store.get('startAtLogin')
    const state = { paused: agent.paused, waiting: agent.waiting(), startAtLogin }
    tray.setToolTip(trayTooltip(state))
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, { ...actions, decide })))
  }
  refresh()
  tray.on('click', () => actions.open())
  life.defer(agent.onPausedChange(refresh))
  life.defer(agent.onWaitingChange(refresh))
  life.defer(store.onDidChange('startAtLogin', refresh))
  return true
}

/** Linux shows tray icons only where something watches for them, and Electron does not tell. */
async function hasTrayHost(): Promise<boolean> {
  const question = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.kde.StatusNotifierWatcher',
  ]
  try {
    const { stdout } = await promisify(execFile)('dbus-send', question, { timeout: 1_000 })
    return stdout.includes('boolean true')
  } catch {
    return false
  }
}
