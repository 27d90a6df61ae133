import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'

/** What axe calls serious or critical on the page as it is now, contrast included, as `rule: target`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The other mode opens a page of its own, which a desktop app does not let it.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
    )
}
