import type { Database } from '../storage/database.ts'

/** Rows a transaction: a few milliseconds, after which everything else that waits has its turn. */
const batch = 200

/** Writes items one after the other and lets the rest of the program run in between. Rejects like the writes do. */
export async function writeInBatches<T>(
  database: Database,
  items: Iterable<T>,
  write: (item: T) => void,
): Promise<void> {
  let written = 0
  for (const item of items) {
    write(item)
    if (++written % batch === 0) await database.committed()
  }
  await database.committed()
}

/** Lets everything else that waits have its turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
