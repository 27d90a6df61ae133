import type { Reply } from '../shared/ipc.ts'
import type { FeedMessage, StateMessage } from '../shared/state.ts'

/** How a host keeps secrets. `open` returns null for what another host sealed. */
export interface SecretBox {
  seal(plain: string): string
  open(sealed: string): string | null
}

export interface AgentOptions {
  /** Folder that holds everything; made when missing. */
  readonly dataDir: string
  readonly host: 'desktop' | 'web'
  readonly version: string
  /** The desktop's own; a plain box in a 0600 file when absent. */
  readonly secretBox?: SecretBox
  /** URLs of the worker files as they were built. */
  readonly workers: { readonly reader: URL; readonly image: URL; readonly desk: URL; readonly tool: URL }
  /** Name of the module with sharp's interface that fits this host. */
  readonly sharp: string
  /** Shows a folder in the system's file browser; false when it could not. Absent where nobody sits in front of it. */
  readonly showFolder?: (path: string) => Promise<boolean>
}

/** What comes out of a link: batches of changed state and of feed items. Must not throw. */
export interface PanelSink {
  state(message: StateMessage): void
  feed(message: FeedMessage): void
}

/** One open panel. Transports move its messages and know nothing of them. */
export interface PanelLink {
  /** Checks the name and the input, runs the call, and returns errors as values. Never rejects. */
  call(name: string, input: unknown): Promise<Reply<unknown>>
  dispose(): void
}

/** The running bot, as its hosts see it. */
export interface Agent {
  link(sink: PanelSink): PanelLink
  /** Accounts that listen, with the address their QQ end dials. */
  listening(): { id: string; listen: string }[]
  /** Tells a second host on the same folder where this one's panel is. */
  announcePanel(url: string): void
  /** Whether the bot answers; for the tray. */
  readonly paused: boolean
  onPausedChange(listener: (paused: boolean) => void): () => void
  /** Stops answering or goes on. */
  setPaused(paused: boolean): void
  /** Calls that wait for the owner's leave, oldest first; `label` says who wants what, and where. */
  waiting(): readonly { readonly id: string; readonly label: string }[]
  onWaitingChange(listener: () => void): () => void
  /** Answers one of them. Does nothing when it was answered already, or ran out of time. */
  decide(id: string, decision: 'allow' | 'deny'): void
  /** The file of a stored picture, for the host to serve; null when it is not there (any more). */
  picture(hash: string): Promise<{ readonly path: string; readonly type: string } | null>
  /** Writes one line to the bot's log in the host's name. */
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void
  /** Stops everything in reverse; resolves within 5 s. */
  dispose(): Promise<void>
}
