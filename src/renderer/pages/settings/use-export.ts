import { useRef, useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { saveFile } from '../../ui/save-file.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

interface Export {
  /** Characters so far; null while none is under way. */
  characters: number | null
  begin: () => void
  stop: () => void
}

/** Everything in one file, which comes part by part. */
export function useExport(): Export {
  const [characters, setCharacters] = useState<number | null>(null)
  const attempt = useRef(0)
  const begin = async () => {
    const own = ++attempt.current
    const text: string[] = []
    let total = 0
    let next: string | null = ''
    setCharacters(0)
    try {
      while (next !== null) {
        const part: { name: string; text: string; next: string | null } = await call('export.all', { next })
        if (attempt.current !== own) return
        text.push(part.text)
        total += part.text.length
        next = part.next
        setCharacters(total)
        if (next === null) {
          saveFile({ name: part.name, text })
          showToast({ text: t('导出了 {{name}}', { name: part.name }) })
        }
      }
    } catch (error) {
      showProblem(error)
    }
    if (attempt.current === own) setCharacters(null)
  }
  const stop = () => {
    attempt.current++
    setCharacters(null)
  }
  return { characters, begin: () => void begin(), stop }
}
