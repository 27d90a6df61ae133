import type { Page } from 'playwright/test'

/**
 * What does not fit in the page as it is drawn now: anything that scrolls sideways, and words of headings and
 * controls that are cut off without an ellipsis.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > window.innerWidth) faults.push(`the page is ${root.scrollWidth} wide`)
    const words = 'button, a, h1, h2, h3, label, dt, dd, th, td, [role=tab], [role=radio]'
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { scrollWidth, clientWidth } = element
      const text = element.textContent.trim()
      if (text === '' || clientWidth === 0 || scrollWidth <= clientWidth + 1) continue
      if (!element.checkVisibility()) continue
      const { overflowX, textOverflow, display } = getComputedStyle(element)
      const name = `${element.tagName.toLowerCase()} 「${text.slice(0, 30)}」 ${scrollWidth} in ${clientWidth}`
      if (overflowX === 'auto' || overflowX === 'scroll') faults.push(`scrolls sideways: ${name}`)
      else if (element.matches(words) && display !== 'inline' && textOverflow !== 'ellipsis')
        faults.push(`is cut: ${name}`)
    }
    return faults
  })
}
