import { useEffect, useEffectEvent } from 'react'
import { togglePause } from './pause.ts'

interface Shortcuts {
  openPalette: () => void
}

/** Keys that work anywhere: Ctrl+K searches, Ctrl+Shift+P pauses, F6 goes to the next pane. */
export function useShortcuts({ openPalette }: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (control && !event.shiftKey && key === 'k') openPalette()
    else if (control && event.shiftKey && key === 'p') void togglePause()
    else if (key === 'f6') focusNextPane(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

/** Panes are marked with `data-pane` in the order of the page. */
function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent)
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(here + step + panes.length) % panes.length]
  if (!next) return
  const inside = next.querySelector<HTMLElement>(
    'a[href], button:not(:disabled), input, textarea, [tabindex="0"]',
  )
  ;(inside ?? next).focus()
}
