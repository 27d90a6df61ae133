import type { KeyboardEvent } from 'react'

const steps: Record<string, 1 | -1> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/** Arrow keys go from one link of a list to the next; Enter is the link's own. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  const links = [...event.currentTarget.querySelectorAll('a')]
  const here = links.findIndex((link) => link.contains(document.activeElement))
  if (step === undefined || here < 0) return
  links[Math.min(links.length - 1, Math.max(0, here + step))]?.focus()
  event.preventDefault()
}
