import { useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import { reasonHref } from '../../conversation/reason-text.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { showProblem } from '../../ui/toast.tsx'
import styles from './composer.module.css'
import { type SandboxChat, sandboxPlace } from './sandbox-chat.ts'

interface PokeButtonProps {
  chat: SandboxChat
  speaker: SandboxPerson
  onPoked: (chatId: number) => void
}

/** 戳一戳. Where pokes are not answered nothing happens, so it says why. */
export function PokeButton({ chat, speaker, onPoked }: PokeButtonProps) {
  const [deafIn, setDeafIn] = useState<number | null>(null)
  const poke = async () => {
    try {
      const { chatId } = await call('sandbox.poke', { chat: sandboxPlace(chat), personId: speaker.id })
      onPoked(chatId)
      const { values } = await call('chats.settings', { chatId })
      setDeafIn(values.triggers.poke ? null : chatId)
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <>
      <button type="button" className={styles.tool} onClick={() => void poke()}>
        {t('戳一戳')}
      </button>
      {deafIn !== null && (
        <span className={styles.deaf} role="status">
          {t('这里被戳不回。')}
          <a href={reasonHref('poke', deafIn) ?? undefined}>{t('改规则')}</a>
        </span>
      )}
    </>
  )
}
