import { SafetyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { CommandInfo, Denial } from '../../../shared/access.ts'
import type { Config } from '../../../shared/config.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Chip } from '../../ui/chip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatClock, formatWhen } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { useNow } from '../../ui/use-now.ts'
import { allowChat } from '../chats/allow.ts'
import { denialReason, roleTitle } from './access-words.ts'
import styles from './denials-pane.module.css'
import { type Access, listOf, movePeople, removePerson } from './people-edit.ts'
import { RestButton } from './rest-button.tsx'

interface DenialsPaneProps {
  denials: readonly Denial[]
  commands: readonly CommandInfo[]
  config: Config
}

/** Shown before somebody asks for the rest. */
const shownFirst = 5

/** Who was turned away lately, why, and what could be done about it. */
export function DenialsPane({ denials, commands, config }: DenialsPaneProps) {
  const [all, setAll] = useState(false)
  const shown = all ? denials : denials.slice(0, shownFirst)
  return (
    <Pane title={t('最近被拒绝的')} count={denials.length > 0 ? denials.length : undefined} flush>
      {denials.length === 0 && (
        <EmptyState
          icon={<SafetyOutlined />}
          title={t('最近没有人被拒绝')}
          text={t('被拉黑的人说话、不够身份的指令，都会记在这里。')}
        />
      )}
      <ul className={styles.denials}>
        {shown.map((denial) => (
          <Line
            key={`${denial.at} ${denial.senderId} ${denial.reason}`}
            denial={denial}
            reason={denialReason(denial, commands, config.commands)}
            access={config.access}
          />
        ))}
      </ul>
      <RestButton rest={denials.length - shownFirst} open={all} onToggle={() => setAll(!all)} />
    </Pane>
  )
}

interface LineProps {
  denial: Denial
  reason: string
  access: Access
}

function Line({ denial, reason, access }: LineProps) {
  const now = useNow(60_000)
  const { senderName, senderId, role, chatId, chatTitle, text, at } = denial
  return (
    <li>
      <div className={styles.who}>
        <b title={`${senderName} ${senderId}`}>{senderName}</b>
        <span>{senderId}</span>
        <Chip tone={role === 'blocked' ? 'err' : 'mute'}>{roleTitle(role)}</Chip>
        <time title={formatClock(at)}>{formatWhen(at, now)}</time>
      </div>
      <p className={styles.why}>
        {reason} ·{' '}
        <a href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
          {chatTitle}
        </a>
      </p>
      {text && (
        <p className={styles.text} title={text}>
          {t('「{{text}}」', { text })}
        </p>
      )}
      <Remedies denial={denial} access={access} />
    </li>
  )
}

/** What would have let it through, and its opposite. */
function Remedies({ denial, access }: { denial: Denial; access: Access }) {
  const { senderId: id, senderName: name, reason, chatId, chatTitle } = denial
  const list = listOf(access, id)
  const standing = useTopic('chats', (chats) => chats[chatId]?.access)
  const put = (into: 'trusted' | 'blocked') => void movePeople(into, [id], name)
  const unblock = () => void removePerson('blocked', id, t('不再拉黑「{{name}}」', { name }))
  return (
    <div className={styles.remedies}>
      {(reason === 'chat-pending' || reason === 'chat-blocked') && standing !== 'allowed' && (
        <Button size="small" onClick={() => void allowChat(chatId, true, chatTitle)}>
          {t('允许这个聊天')}
        </Button>
      )}
      {list === null && (
        <Button size="small" aria-label={t('信任他：{{name}}', { name })} onClick={() => put('trusted')}>
          {t('信任他')}
        </Button>
      )}
      {list === 'blocked' && (
        <Button size="small" aria-label={t('不再拉黑「{{name}}」', { name })} onClick={unblock}>
          {t('不再拉黑')}
        </Button>
      )}
      {(list === null || list === 'trusted') && (
        <Button
          size="small"
          type="text"
          aria-label={t('拉黑「{{name}}」', { name })}
          onClick={() => put('blocked')}
        >
          {t('拉黑')}
        </Button>
      )}
    </div>
  )
}
