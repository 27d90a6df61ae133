import { useEffect, useLayoutEffect, useRef } from 'react'

/** Remembers what had the focus before a drawer opened, and gives it back unless somebody moved on by then. */
export function useFocusBack(open: boolean): void {
  const opener = useRef<HTMLElement | null>(null)
  useLayoutEffect(() => {
    if (open && document.activeElement instanceof HTMLElement) opener.current = document.activeElement
  }, [open])
  useEffect(() => {
    if (!open) return
    return () => {
      if (isLeft(document.activeElement)) opener.current?.focus({ preventScroll: true })
    }
  }, [open])
}

/** Nothing has the focus, or something in a drawer has that goes away. */
function isLeft(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.closest('.ant-drawer') !== null
}
