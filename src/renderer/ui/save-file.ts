import { t } from '../i18n/i18n.ts'
import { isDesktop } from '../live/transport.ts'
import { showToast } from './toast.tsx'

/** Long enough for the browser to have begun reading. */
const readMs = 60_000

export interface SavedFile {
  name: string
  /** In one, or in the pieces it came in: together they may be longer than a text can be. */
  text: string | string[]
}

/** Gives a file to the person at the panel: the desktop app asks where to, a browser has its own place for it. */
export function saveFile({ name, text }: SavedFile): void {
  const address = URL.createObjectURL(new Blob([text].flat(), { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), readMs)
  if (!isDesktop()) showToast({ text: t('{{name}} 交给浏览器下载了', { name }) })
}
