import type { Change } from '../../../shared/state.ts'

export interface ChangesPage {
  changes: Change[]
  /** Where to go on; null when there are no older ones. */
  before: number | null
}

const pageSize = 200
/** Pages looked through at once: with many chats, one chat's changes lie far apart. */
const mostPages = 5

/**
 * Changes of one scope, newest first, from `before` on. Reads until there are `wanted` of them, or as far as
 * is reasonable at once.
 */
export async function changesOf(
  scope: string,
  fetchPage: (before: number | undefined, limit: number) => Promise<Change[]>,
  { before, wanted }: { before?: number | undefined; wanted: number },
): Promise<ChangesPage> {
  const found: Change[] = []
  let from = before
  for (let page = 0; page < mostPages; page++) {
    const changes = await fetchPage(from, pageSize)
    found.push(...changes.filter((change) => change.scope === scope))
    const last = changes.at(-1)
    if (changes.length < pageSize || !last) return { changes: found, before: null }
    from = last.id
    if (found.length >= wanted) break
  }
  return { changes: found, before: from ?? null }
}
