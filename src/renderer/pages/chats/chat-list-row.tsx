import { MoonOutlined, WarningFilled } from '@ant-design/icons'
import type { Character } from '../../../shared/character.ts'
import type { ChatRow, TurnState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { presentStep } from '../../conversation/turn-facts.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { Face } from '../../ui/face.tsx'
import { formatWhen, shortModel } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Track } from '../../ui/track.tsx'
import styles from './chat-list-row.module.css'
import { chatTitle } from './chat-rows.ts'
import { mutedWords } from './mute.ts'

interface ChatListRowProps {
  chat: ChatRow
  turn: TurnState | undefined
  /** Whom it plays, where that is not who it plays everywhere. */
  character: Character | undefined
  current: boolean
  now: number
}

export function ChatListRow({ chat, turn, character, current, now }: ChatListRowProps) {
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
        <span className={styles.facts}>
          {turn ? (
            <Track small at={presentStep(turn, turn.receivedAt).stage} />
          ) : (
            <Facts chat={chat} character={character} now={now} />
          )}
        </span>
      </span>
    </a>
  )
}

/** Only what differs from the other chats: whether it is answered, whom it plays, its model and prompt. */
function Facts({ chat, character, now }: Pick<ChatListRowProps, 'chat' | 'character' | 'now'>) {
  const muted = mutedWords(chat.mutedUntil, now)
  const facts = [
    chat.kind === 'group' ? t('群') : t('私聊'),
    chat.hasPrompt && t('有专属提示词'),
    chat.model && shortModel(chat.model),
  ]
  return (
    <>
      {chat.access === 'pending' && <Chip tone="warn">{t('待允许')}</Chip>}
      {chat.access === 'blocked' && <Chip>{t('关掉了')}</Chip>}
      {chat.access === 'allowed' && muted !== null && (
        <Chip title={t('静音{{until}}', { until: muted })}>
          <MoonOutlined aria-label={t('静音')} />
          {muted}
        </Chip>
      )}
      {character && (
        <span className={styles.plays}>
          <Face name={character.name} picture={character.avatar} size={15} />
          <span>{character.name}</span>
        </span>
      )}
      <span className={styles.words}>{facts.filter(Boolean).join(' · ')}</span>
    </>
  )
}
