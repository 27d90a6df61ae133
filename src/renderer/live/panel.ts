import { useSyncExternalStore } from 'react'
import type { CallInput, CallName, CallOutput } from '../../shared/ipc.ts'
import type { TopicName, Topics } from '../../shared/state.ts'
import { type Connection, LiveLink, type LiveTransport } from './live-link.ts'

const watchDelayMs = 30
let current: LiveLink | undefined

/** Puts the panel on a transport. Called once, before anything is drawn. */
export function startPanel(transport: LiveTransport): void {
  current = new LiveLink(transport, (run) => setTimeout(run, watchDelayMs))
  current.start()
}

/** The one link of this panel. */
export function panel(): LiveLink {
  if (!current) throw new Error('startPanel() has to run first')
  return current
}

/** Asks the bot for something; rejects with a `PanelError` that holds the problem to show. */
export function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return panel().call(name, input)
}

/** A topic's present value outside of React; waits for the first snapshot. */
export function topicValue<T extends TopicName>(topic: T): Promise<Topics[T]> {
  const { store } = panel()
  const present = store.getState()[topic] as Topics[T] | undefined
  if (present) return Promise.resolve(present)
  return new Promise((resolve) => {
    const leave = panel().watchTopic(topic)
    const stop = store.subscribe((state) => {
      const value = state[topic] as Topics[T] | undefined
      if (!value) return
      stop()
      leave()
      resolve(value)
    })
  })
}

export function useConnection(): Connection {
  const { connection } = panel()
  return useSyncExternalStore(connection.subscribe, connection.getState)
}
