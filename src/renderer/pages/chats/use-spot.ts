import { useEffect, useState } from 'react'
import { replaceRoute, useRoute } from '../../app/router.ts'

/** The setting somebody was led to. */
export interface Spot {
  /** Dotted path, such as `triggers.probability`. */
  path: string
  /** Another number each time, also for the same setting. */
  at: number
}

const litMs = 4000

/**
 * The setting that the address asks for with `?setting=…`, for as long as it is lit. It is taken out of the
 * address, so that the same link leads here again.
 */
export function useSpot(chatId: number): Spot | null {
  const { query } = useRoute()
  const [spot, setSpot] = useState<Spot | null>(null)
  const { setting, tab } = query
  useEffect(() => {
    if (setting === undefined) return
    setSpot((before) => ({ path: setting, at: (before?.at ?? 0) + 1 }))
    replaceRoute(`/chats/${chatId}`, tab === undefined ? {} : { tab })
  }, [chatId, setting, tab])
  useEffect(() => {
    if (!spot) return
    const timer = setTimeout(() => setSpot(null), litMs)
    return () => clearTimeout(timer)
  }, [spot])
  return spot
}
