import { useSyncExternalStore } from 'react'

interface Ticker {
  subscribe(listener: () => void): () => void
  now(): number
}

const tickers = new Map<number, Ticker>()

/** The time, again every `everyMs` while mounted; all who ask for the same pace tick together. */
export function useNow(everyMs: number): number {
  const ticker = tickerOf(everyMs)
  return useSyncExternalStore(ticker.subscribe, ticker.now)
}

function tickerOf(everyMs: number): Ticker {
  const known = tickers.get(everyMs)
  if (known) return known
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(tick, everyMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    now() {
      // Nobody ticked it forward while nobody looked.
      if (timer === undefined && Date.now() - now > everyMs) now = Date.now()
      return now
    },
  }
  tickers.set(everyMs, ticker)
  return ticker
}
