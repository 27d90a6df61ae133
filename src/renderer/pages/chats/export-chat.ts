import type { ExportedFile, ExportedPart } from '../../../shared/ipc.ts'

/** A file that comes in parts, whole; `onProgress` hears how many characters there are so far. */
export async function collectParts(
  fetchPart: (next: string) => Promise<ExportedPart>,
  onProgress: (characters: number) => void,
): Promise<ExportedFile> {
  const parts: string[] = []
  let characters = 0
  let next = ''
  for (;;) {
    const part = await fetchPart(next)
    parts.push(part.text)
    characters += part.text.length
    onProgress(characters)
    if (part.next === null) return { name: part.name, text: parts.join('') }
    next = part.next
  }
}
