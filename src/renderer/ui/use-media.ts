import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds, live. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** Below the width the pages are designed for; a table of many columns has no room for all of them then. */
export function useBelowDesign(): boolean {
  return useMedia('(max-width: 1279px)')
}

/** Below 1100 px side panels become drawers. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 1099px)')
}
