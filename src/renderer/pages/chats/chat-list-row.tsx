import { WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { ChatRow, TurnState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { presentStep } from '../../conversation/turn-facts.ts'
import { t } from '../../i18n/i18n.ts'
import { formatWhen, shortModel } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Track } from '../../ui/track.tsx'
import styles from './chat-list-row.module.css'
import { chatTitle } from './chat-rows.ts'

interface ChatListRowProps {
  chat: ChatRow
  turn: TurnState | undefined
  current: boolean
  now: number
}

export function ChatListRow({ chat, turn, current, now }: ChatListRowProps) {
  const said = chat.kind === 'group' || chat.lastSender !== chat.title
  const title = chatTitle(chat)
  const last = chat.lastSender && said ? `${chat.lastSender}：${chat.lastText}` : chat.lastText
  return (
    <a
      className={styles.row}
      href={hrefTo(`/chats/${chat.id}`)}
      aria-current={current ? 'true' : undefined}
      title={title}
    >
      <Monogram name={title} size={36} />
      <span className={styles.body}>
        <span className={styles.head}>
          <b>{title}</b>
          {chat.problem && <WarningFilled className={styles.bad} aria-label={t('有问题')} />}
          <time dateTime={new Date(chat.lastAt).toISOString()}>{formatWhen(chat.lastAt, now)}</time>
        </span>
        <span className={styles.last} data-bad={chat.problem ? '' : undefined}>
          {chat.problem?.message ?? last}
        </span>
        <span className={styles.facts}>{factsOf(chat, turn)}</span>
      </span>
    </a>
  )
}

/** Only what differs from the other chats: a running answer, a model and a prompt of its own. */
function factsOf(chat: ChatRow, turn: TurnState | undefined): ReactNode {
  if (turn) return <Track small at={presentStep(turn, turn.receivedAt).stage} />
  const facts = [
    chat.kind === 'group' ? t('群') : t('私聊'),
    chat.hasPrompt && t('有专属提示词'),
    chat.model && shortModel(chat.model),
  ]
  return facts.filter(Boolean).join(' · ')
}
