import type { MenuItemConstructorOptions } from 'electron'

export interface TrayState {
  readonly paused: boolean
  readonly startAtLogin: boolean
  /** Calls that wait for the owner's leave, oldest first. */
  readonly waiting: readonly { readonly id: string; readonly label: string }[]
}

export interface TrayActions {
  open(): void
  setPaused(paused: boolean): void
  setStartAtLogin(enabled: boolean): void
  decide(id: string, decision: 'allow' | 'deny'): void
  quit(): void
}

/** More would push what the menu always has out of reach. */
const shownWaiting = 5
/** Characters of a label; names of people and chats may be long. */
const labelLength = 40

/** What the tray's menu offers in the present state. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: '打开杏桃', click: () => actions.open() },
    ...waitingItems(state, actions),
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

/** What stands beside the tray's icon while it is pointed at. */
export function trayTooltip({ paused, waiting }: Pick<TrayState, 'paused' | 'waiting'>): string {
  const state = paused ? '杏桃：回复已暂停' : '杏桃：正在运行'
  return waiting.length > 0 ? `${state}，${waiting.length} 件事等你批准` : state
}

function waitingItems({ waiting }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (waiting.length === 0) return []
  const rest = waiting.length - shownWaiting
  return [
    { type: 'separator' },
    { label: `${waiting.length} 件事等你批准`, enabled: false },
    ...waiting.slice(0, shownWaiting).map(({ id, label }) => ({
      label: menuText(label),
      submenu: [
        { label: '同意', click: () => actions.decide(id, 'allow') },
        { label: '拒绝', click: () => actions.decide(id, 'deny') },
      ],
    })),
    ...(rest > 0 ? [{ label: `还有 ${rest} 件`, click: () => actions.open() }] : []),
    { type: 'separator' },
  ]
}

/** Others choose the names in it: one line, cut, and an `&` that is no mark of a shortcut. */
function menuText(label: string): string {
  const letters = [...label.replaceAll(/\s+/g, ' ')]
  const cut =
    letters.length > labelLength ? `${letters.slice(0, labelLength - 1).join('')}…` : letters.join('')
  return cut.replaceAll('&', '&&')
}
