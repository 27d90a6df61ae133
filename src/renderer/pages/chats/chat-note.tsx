import type { ReactNode } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { setPaused } from '../../app/pause.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { useNow } from '../../ui/use-now.ts'
import { allowChat } from './allow.ts'
import styles from './chat-note.module.css'
import { chatTitle } from './chat-rows.ts'
import { muteChat, mutedWords } from './mute.ts'

const minute = 60_000

/** Why nothing at all is answered here right now, with the way out; nothing while it is. */
export function ChatNote({ chat }: { chat: ChatRow | undefined }) {
  const paused = useTopic('app', (app) => app.paused)
  const muted = mutedWords(chat?.mutedUntil ?? 0, useNow(minute))
  if (paused)
    return (
      <Note text={t('回复已暂停，新消息只记录。')}>
        <Way onGo={() => setPaused(false)}>{t('恢复回复')}</Way>
      </Note>
    )
  if (!chat) return null
  const allow = (allowed: boolean) => allowChat(chat.id, allowed, chatTitle(chat))
  if (chat.access === 'pending')
    return (
      <Note text={t('这个聊天等你允许，现在只记录，不回。')}>
        <Way onGo={() => allow(true)}>{t('允许')}</Way>
        <Way onGo={() => allow(false)}>{t('关掉')}</Way>
      </Note>
    )
  if (chat.access === 'blocked')
    return (
      <Note text={t('这个聊天关掉了，只记录，不回。')}>
        <Way onGo={() => allow(true)}>{t('允许')}</Way>
      </Note>
    )
  if (muted !== null)
    return (
      <Note text={t('静音{{until}}，只记录，不回。', { until: muted })}>
        <Way onGo={() => muteChat(chat.id, 0, chat.mutedUntil)}>{t('解除')}</Way>
      </Note>
    )
  return null
}

function Note({ text, children }: { text: string; children: ReactNode }) {
  return (
    <p className={styles.note} role="status">
      <span>{text}</span>
      {children}
    </p>
  )
}

function Way({ onGo, children }: { onGo: () => Promise<unknown>; children: ReactNode }) {
  return (
    <button type="button" onClick={() => void onGo()}>
      {children}
    </button>
  )
}
