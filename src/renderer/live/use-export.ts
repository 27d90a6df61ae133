import { useRef, useState } from 'react'
import type { ExportedPart } from '../../shared/ipc.ts'
import { saveFile } from '../ui/save-file.ts'
import { showProblem } from '../ui/toast.tsx'
import { collectParts } from './collect-parts.ts'

interface Export {
  /** Characters so far; null while none is under way. */
  characters: number | null
  begin: () => void
  stop: () => void
}

/** A file that comes part by part, handed to the person when it is whole, even if they look at something else by then. */
export function useExport(fetchPart: (next: string) => Promise<ExportedPart>): Export {
  const [characters, setCharacters] = useState<number | null>(null)
  const current = useRef<AbortController>(null)
  const begin = async () => {
    const controller = new AbortController()
    current.current = controller
    setCharacters(0)
    try {
      saveFile(await collectParts(fetchPart, setCharacters, controller.signal))
    } catch (error) {
      if (!controller.signal.aborted) showProblem(error)
    }
    if (current.current === controller) setCharacters(null)
  }
  const stop = () => {
    current.current?.abort()
    setCharacters(null)
  }
  return { characters, begin: () => void begin(), stop }
}
