import {
  complaintAboutFile,
  isWanted,
  type RefusedFile,
  type TransferFile,
  unreadable,
} from './import-files.ts'

/** A file with the path it has in what was chosen. */
export interface PickedFile {
  path: string
  file: File
}

export interface ReadResult {
  files: TransferFile[]
  refused: RefusedFile[]
  /** How many in a folder were not looked at. */
  skipped: number
}

/** Files of one folder that are looked at; a project has far fewer. */
const mostFiles = 20_000
const deepest = 12

/** Reads what is worth reading, one after the other. Never throws for what a file is. */
export async function readPicked(picked: readonly PickedFile[]): Promise<ReadResult> {
  const wanted = picked.filter(({ path }) => isWanted(path))
  const result: ReadResult = { files: [], refused: [], skipped: picked.length - wanted.length }
  for (const { path, file } of wanted) {
    const problem = complaintAboutFile(file)
    if (problem) result.refused.push({ name: path, problem })
    else {
      const text = await file.text().catch(() => null)
      if (text === null) result.refused.push({ name: path, problem: unreadable() })
      else result.files.push({ name: path, text })
    }
  }
  return result
}

/** What an input of the page holds. */
export function pickedIn(list: FileList | null): PickedFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** What was dropped, folders with all that is in them. The list of a drop is gone after the event, so call it in it. */
export async function droppedIn(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const picked: PickedFile[] = []
  for (const entry of entries) await collect(entry, picked, 0)
  return picked
}

async function collect(entry: FileSystemEntry, picked: PickedFile[], depth: number): Promise<void> {
  if (picked.length >= mostFiles || depth > deepest) return
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry)
    if (file) picked.push({ path, file })
    return
  }
  for (const inner of await entriesOf(entry as FileSystemDirectoryEntry))
    await collect(inner, picked, depth + 1)
}

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)))
}

/** A folder is handed out a hundred entries at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}
