import type { Reply } from '../../shared/ipc.ts'
import { Problem } from '../../shared/problem.ts'
import type { Connection, LiveTransport } from './live-link.ts'
import { takeToken } from './one-time-token.ts'

type Listener<T> = (value: T) => void

interface ServerFrame {
  result?: { id: number; reply: Reply<unknown> }
  state?: unknown
  feed?: unknown
}

const firstRetryMs = 500
const longestRetryMs = 5000

const offline = Problem.parse({
  code: 'panel.offline',
  message: '面板和机器人断开了，这一步没有送到',
  hint: '连上以后再做一次。',
})

/**
 * The web panel's transport: exchanges the address's one-time token for a cookie, then talks over
 * one WebSocket that is opened again whenever it is lost. Calls made while it is down fail at once.
 */
export function openWebTransport(page: Location): LiveTransport {
  const states = new Set<Listener<unknown>>()
  const feeds = new Set<Listener<unknown>>()
  const connections = new Set<Listener<Connection>>()
  const waiting = new Map<number, Listener<Reply<unknown>>>()
  const early: (() => void)[] = []
  let socket: WebSocket | null = null
  let everOpen = false
  let nextId = 1
  let retryMs = firstRetryMs

  const tell = (connection: Connection) => {
    for (const listener of connections) listener(connection)
  }

  const dial = () => {
    const dialled = new WebSocket(socketAddress(page))
    let opened = false
    dialled.onopen = () => {
      socket = dialled
      opened = true
      everOpen = true
      retryMs = firstRetryMs
      for (const send of early.splice(0)) send()
      tell('open')
    }
    dialled.onmessage = (event: MessageEvent<string>) => receive(JSON.parse(event.data) as ServerFrame)
    dialled.onclose = () => void lost(opened)
  }

  const lost = async (opened: boolean) => {
    socket = null
    for (const [id, answer] of waiting) {
      waiting.delete(id)
      answer({ ok: false, problem: offline })
    }
    // A healthy server that turns the socket away does not know this browser any more.
    tell(!opened && (await isHealthy(page)) ? 'refused' : 'reconnecting')
    setTimeout(dial, retryMs)
    retryMs = Math.min(longestRetryMs, retryMs * 2)
  }

  const receive = ({ result, state, feed }: ServerFrame) => {
    if (result) {
      waiting.get(result.id)?.(result.reply)
      waiting.delete(result.id)
    }
    if (state) for (const listener of states) listener(state)
    if (feed) for (const listener of feeds) listener(feed)
  }

  const send = (name: string, input: unknown, answer: Listener<Reply<unknown>>) => {
    const id = nextId++
    waiting.set(id, answer)
    socket?.send(JSON.stringify({ call: { id, name, input } }))
  }

  void takeToken(page).then(dial)
  return {
    call: (name, input) =>
      new Promise((resolve) => {
        if (socket) send(name, input, resolve)
        else if (!everOpen) early.push(() => send(name, input, resolve))
        else resolve({ ok: false, problem: offline })
      }),
    onState: (listener) => subscribe(states, listener),
    onFeed: (listener) => subscribe(feeds, listener),
    onConnection: (listener) => subscribe(connections, listener),
  }
}

function subscribe<T>(listeners: Set<Listener<T>>, listener: Listener<T>): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function socketAddress(page: Location): string {
  const url = new URL('/panel', page.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

async function isHealthy(page: Location): Promise<boolean> {
  try {
    return (await fetch(new URL('/healthz', page.href))).ok
  } catch {
    return false
  }
}
