import { type RefObject, useEffect } from 'react'

/** How wide the time axis is at most; finer steps than a pixel of it cannot be seen. */
const widestAxis = 900

/**
 * Lets the lanes glide between two drawings: `--drift` is how far, in percent of the axis, time has gone on since
 * `drawnAt`. Stands still in a hidden window, when nothing is shown, and for who asked for less motion.
 */
export function useDrift(
  target: RefObject<HTMLElement | null>,
  drawnAt: number,
  windowMs: number,
  active: boolean,
): void {
  useEffect(() => {
    const element = target.current
    if (!element) return
    element.style.setProperty('--drift', '0')
    if (!active || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
    let shownAt = drawnAt
    let frame = requestAnimationFrame(function move() {
      const now = Date.now()
      if (now - shownAt > windowMs / widestAxis) {
        shownAt = now
        element.style.setProperty('--drift', String(((now - drawnAt) / windowMs) * 100))
      }
      frame = requestAnimationFrame(move)
    })
    return () => cancelAnimationFrame(frame)
  }, [target, drawnAt, windowMs, active])
}
