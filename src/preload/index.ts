import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import { channels } from '../shared/channels.ts'
import type { PanelTransport } from '../shared/ipc.ts'

function listen(channel: string, listener: (message: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, message: unknown) => listener(message)
  ipcRenderer.on(channel, receive)
  return () => ipcRenderer.off(channel, receive)
}

const transport: PanelTransport = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  onState: (listener) => listen(channels.state, listener),
  onFeed: (listener) => listen(channels.feed, listener),
}

contextBridge.exposeInMainWorld('apricot', transport)
