import type { Rectangle } from 'electron'
import Store from 'electron-store'

/** What belongs to this window and this machine; everything else is the agent's configuration. */
interface DesktopState {
  /** Place of the window when it is not maximised; in device-independent pixels. */
  bounds?: Rectangle
  maximised: boolean
  /** The panel's colour when it was last seen, so that the next start does not flash white. */
  background?: string
  startAtLogin: boolean
  /** Whether it was said once that closing the window leaves the bot running. */
  closingExplained: boolean
}

export type DesktopStore = Store<DesktopState>

/** Opens `desktop.json` in Electron's folder for this app. */
export function openDesktopStore(): DesktopStore {
  return new Store<DesktopState>({
    name: 'desktop',
    defaults: { maximised: false, startAtLogin: false, closingExplained: false },
    clearInvalidConfig: true,
  })
}
