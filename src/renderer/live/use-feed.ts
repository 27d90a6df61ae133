import { useEffect, useEffectEvent } from 'react'
import type { FeedName, Feeds } from '../../shared/state.ts'
import { panel } from './panel.ts'

export interface FeedOptions {
  /** Only items of this chat. */
  chatId?: number
  /** Something may be missing: read the list again. */
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
  useEffect(
    () =>
      panel().watchFeed(feed, { items: (batch, skipped) => items(batch, skipped), gap: () => gap() }, chatId),
    [feed, chatId],
  )
}
