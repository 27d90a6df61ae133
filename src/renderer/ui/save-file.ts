import type { ExportedFile } from '../../shared/ipc.ts'

/** Long enough for the browser to have begun reading. */
const readMs = 60_000

/** Gives a file to the person at the panel: the browser saves it or asks where to. */
export function saveFile({ name, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), readMs)
}
