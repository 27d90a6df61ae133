import type { ExportedPart } from '../../../shared/ipc.ts'
import type { SavedFile } from '../../ui/save-file.ts'

/** A file that comes in parts, whole; `onProgress` hears how many characters there are so far. */
export async function collectParts(
  fetchPart: (next: string) => Promise<ExportedPart>,
  onProgress: (characters: number) => void,
): Promise<SavedFile> {
  const text: string[] = []
  let characters = 0
  let next = ''
  for (;;) {
    const part = await fetchPart(next)
    text.push(part.text)
    characters += part.text.length
    onProgress(characters)
    if (part.next === null) return { name: part.name, text }
    next = part.next
  }
}
