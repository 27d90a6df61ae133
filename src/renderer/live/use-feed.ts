import { useEffect, useEffectEvent } from 'react'
import type { FeedName, Feeds } from '../../shared/state.ts'
import { panel } from './panel.ts'

export interface FeedOptions {
  /** Only items of this chat; none at all for null, a chat that is not there yet. */
  chatId?: number | null
  /** The feed begins here, or something may be missing: read the list. */
  onGap?: () => void
}

/** Items as they come, while the component is mounted. `skipped` says how many were left out. */
export function useFeed<F extends FeedName>(
  feed: F,
  onItems: (items: Feeds[F][], skipped: number) => void,
  options: FeedOptions = {},
): void {
  const items = useEffectEvent(onItems)
  const gap = useEffectEvent(() => options.onGap?.())
  const { chatId } = options
  useEffect(() => {
    if (chatId === null) return
    const listener = {
      items: (batch: Feeds[F][], skipped: number) => items(batch, skipped),
      gap: () => gap(),
    }
    return panel().watchFeed(feed, listener, chatId)
  }, [feed, chatId])
}
