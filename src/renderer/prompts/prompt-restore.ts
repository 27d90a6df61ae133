import type { EditOp } from '../../shared/ipc.ts'

/** Saves a text over what is there. What was typed and not saved is saved first, so that it stays in the versions. */
export function restoreOps(path: string[], text: string, unsaved: string | null): EditOp[] {
  const restore: EditOp = { path, set: text }
  return unsaved === null ? [restore] : [{ path, set: unsaved }, restore]
}
