import type { Rectangle } from 'electron'

export const smallestWindow = { width: 900, height: 600 } as const
const designSize = { width: 1280, height: 800 } as const
/** Pixels of the title bar that must be on a screen, or nobody could drag the window back. */
const graspable = 100

/**
 * Where the window opens: where it was, unless that screen is gone or smaller now; else in the middle (no x, y).
 * @param screens work areas of the screens that are there.
 */
export function openingBounds(
  saved: Rectangle | undefined,
  screens: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (!saved || !screens.some((screen) => isGraspable(saved, screen))) return designSize
  return {
    x: saved.x,
    y: saved.y,
    width: Math.max(saved.width, smallestWindow.width),
    height: Math.max(saved.height, smallestWindow.height),
  }
}

function isGraspable(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x)
  const right = Math.min(window.x + window.width, screen.x + screen.width)
  const topInside = window.y >= screen.y && window.y < screen.y + screen.height - graspable
  return topInside && right - left >= graspable
}
