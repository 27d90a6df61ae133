import { useEffect, useRef, useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { showProblem } from '../../ui/toast.tsx'
import { base64Of } from './attachment.ts'
import { playScript } from './play-script.ts'
import { samplePicture } from './sample-picture.ts'
import type { SandboxChat } from './sandbox-chat.ts'
import { castOf, guestOf, type Script } from './script.ts'

/** A script that is being played, and how far it is. */
export interface Playing {
  script: Script
  said: number
}

interface Scripts {
  playing: Playing | null
  play: (script: Script, chat: SandboxChat) => void
  stop: () => void
}

/** Plays one script at a time; another one, or leaving the page, ends it. */
export function useScript(people: readonly SandboxPerson[]): Scripts {
  const [playing, setPlaying] = useState<Playing | null>(null)
  const current = useRef<AbortController>(null)
  const stop = () => current.current?.abort()
  useEffect(() => () => current.current?.abort(), [])

  const play = async (script: Script, chat: SandboxChat) => {
    stop()
    const controller = new AbortController()
    current.current = controller
    const { signal } = controller
    setPlaying({ script, said: 0 })
    try {
      if (!(await bringGuest(script, people))) return
      await playScript(castOf(script, people), {
        chat,
        signal,
        samplePicture: async () => base64Of(await samplePicture()),
        onLine: (_, said) => !signal.aborted && setPlaying({ script, said }),
      })
    } catch (error) {
      if (!signal.aborted) showProblem(error)
    } finally {
      if (current.current === controller) setPlaying(null)
    }
  }
  return { playing, play: (script, chat) => void play(script, chat), stop }
}

/** False when the guest could not be added. */
async function bringGuest(script: Script, people: readonly SandboxPerson[]): Promise<boolean> {
  const guest = guestOf(script, people)
  if (!guest || people.some(({ id }) => id === guest.id)) return true
  const set = { ...guest }
  return editConfig([{ path: ['sandbox', 'people', guest.id], set }], t('来了一个捣乱的人'))
}
