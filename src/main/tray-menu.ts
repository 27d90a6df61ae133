import type { MenuItemConstructorOptions } from 'electron'

export interface TrayActions {
  open(): void
  setPaused(paused: boolean): void
  setStartAtLogin(enabled: boolean): void
  quit(): void
}

/** What the tray's menu offers in the present state. */
export function trayMenu(
  state: { readonly paused: boolean; readonly startAtLogin: boolean },
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    { label: '打开杏桃', click: () => actions.open() },
    {
      label: state.paused ? '恢复回复' : '暂停所有回复',
      click: () => actions.setPaused(!state.paused),
    },
    { type: 'separator' },
    {
      label: '开机时启动',
      type: 'checkbox',
      checked: state.startAtLogin,
      click: () => actions.setStartAtLogin(!state.startAtLogin),
    },
    { type: 'separator' },
    { label: '退出', click: () => actions.quit() },
  ]
}
