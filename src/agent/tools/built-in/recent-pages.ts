import type { Clock } from '../../kernel/clock.ts'
import type { Page } from '../desk/page.ts'

/** At most 600 KB each. */
const mostPages = 10
const keptMs = 10 * 60_000

/** Pages that were read a moment ago, so that reading on does not fetch them again. */
export class RecentPages {
  readonly #clock: Clock
  /** By address; the one that was read last comes last. */
  readonly #pages = new Map<string, { readonly page: Page; readonly at: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get(url: string): Page | undefined {
    const known = this.#pages.get(url)
    return known && this.#clock.monotonic() - known.at < keptMs ? known.page : undefined
  }

  set(url: string, page: Page): void {
    this.#pages.delete(url)
    this.#pages.set(url, { page, at: this.#clock.monotonic() })
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest)
  }
}
