import type { Storage } from '../../storage/storage.ts'
import { writeInBatches } from '../batches.ts'
import type { PastVersion } from './read-records.ts'

/** Keeps the versions of a prompt, oldest first, unless there are versions of it already: those are newer. */
export async function keepVersions(
  { promptVersions, database }: Storage,
  scope: string,
  versions: readonly PastVersion[],
): Promise<void> {
  if (promptVersions.ofScope(scope).length > 0) return
  await writeInBatches(database, versions, ({ text, name, at }) => {
    const id = promptVersions.add(scope, text, at)
    if (name !== '') promptVersions.setName(id, name)
  })
}
