import type { PanelTransport, Reply } from '../../shared/ipc.ts'
import type { LiveTransport } from './live-link.ts'
import { tokenOf } from './one-time-token.ts'
import { openWebTransport } from './web-transport.ts'

declare global {
  interface Window {
    /** Put there by the desktop's preload script; absent in a browser. */
    readonly apricot?: PanelTransport
  }
}

/** Whether this panel stands in the window of the desktop app. */
export const isDesktop = (): boolean => window.apricot !== undefined

/** The desktop's bridge where there is one, otherwise a WebSocket to where the page came from. */
export function openTransport(): LiveTransport {
  if (window.apricot) return bridged(window.apricot)
  loadForNewToken()
  return openWebTransport(window.location)
}

/** A new address that is pasted over the one in view differs in its fragment only: alone that loads nothing. */
function loadForNewToken(): void {
  window.addEventListener('hashchange', () => {
    if (tokenOf(window.location.hash) !== null) window.location.reload()
  })
}

/** A bridge lives and dies with its window, so its connection never changes. */
function bridged(bridge: PanelTransport): LiveTransport {
  return {
    call: (name: string, input: unknown): Promise<Reply<unknown>> => bridge.call(name, input),
    onState: (listener) => bridge.onState(listener),
    onFeed: (listener) => bridge.onFeed(listener),
    onConnection: () => () => {},
  }
}
