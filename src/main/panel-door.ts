import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import type { Agent, PanelLink } from '../agent/agent.ts'
import type { Lifetime } from '../agent/kernel/lifetime.ts'
import { channels } from '../shared/channels.ts'
import type { Reply } from '../shared/ipc.ts'
import { panelAddress } from './panel-scheme.ts'

const refused: Reply<never> = {
  ok: false,
  problem: { code: 'call.refused', message: '只有面板自己可以这样做', hint: '' },
}

/** The one door between pages and the agent. Pages that were not admitted get nothing through it. */
export interface PanelDoor {
  /** Lets the panel in `contents` call the agent; every load of the page gets a link of its own. */
  admit(contents: WebContents): void
}

export function openPanelDoor(agent: Agent, life: Lifetime): PanelDoor {
  const admitted = new Map<WebContents, PanelLink | null>()

  const endLink = (contents: WebContents) => {
    admitted.get(contents)?.dispose()
    admitted.set(contents, null)
  }

  const linkOf = (contents: WebContents): PanelLink => {
    const link = admitted.get(contents) ?? agent.link(sinkInto(contents))
    admitted.set(contents, link)
    return link
  }

  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) => {
    if (!isPanel(event) || !admitted.has(event.sender) || typeof name !== 'string') return refused
    return linkOf(event.sender).call(name, input)
  })
  life.defer(() => {
    ipcMain.removeHandler(channels.call)
    for (const contents of admitted.keys()) endLink(contents)
  })

  return {
    admit(contents) {
      admitted.set(contents, null)
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) endLink(contents)
      })
      contents.on('render-process-gone', () => endLink(contents))
      contents.once('destroyed', () => {
        endLink(contents)
        admitted.delete(contents)
      })
    },
  }
}

function isPanel({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(panelAddress)
}

function sinkInto(contents: WebContents) {
  const send = (channel: string) => (message: unknown) => {
    if (!contents.isDestroyed()) contents.send(channel, message)
  }
  return { state: send(channels.state), feed: send(channels.feed) }
}
