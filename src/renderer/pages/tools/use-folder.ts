import { useState } from 'react'
import { call } from '../../live/panel.ts'
import { showProblem } from '../../ui/toast.tsx'

interface Folder {
  /** Where the tool files are, once somebody asked and it could not be opened from here; else null. */
  path: string | null
  open(): void
  hide(): void
}

/** Opens the folder of the tool files on the desktop; elsewhere its path has to do. */
export function useFolder(): Folder {
  const [path, setPath] = useState<string | null>(null)
  const open = async () => {
    try {
      const folder = await call('tools.folder', { open: true })
      setPath(folder.opened ? null : folder.path)
    } catch (error) {
      showProblem(error)
    }
  }
  return { path, open: () => void open(), hide: () => setPath(null) }
}
