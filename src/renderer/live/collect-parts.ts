import type { ExportedPart } from '../../shared/ipc.ts'

/** A file in the pieces it came in. */
export interface CollectedFile {
  name: string
  text: string[]
}

/** A file that comes in parts, whole; `onProgress` hears how many characters there are so far. Throws when stopped. */
export async function collectParts(
  fetchPart: (next: string) => Promise<ExportedPart>,
  onProgress: (characters: number) => void,
  signal?: AbortSignal,
): Promise<CollectedFile> {
  const text: string[] = []
  let characters = 0
  let next = ''
  for (;;) {
    const part = await fetchPart(next)
    signal?.throwIfAborted()
    text.push(part.text)
    characters += part.text.length
    onProgress(characters)
    if (part.next === null) return { name: part.name, text }
    next = part.next
  }
}
