import { Button } from 'antd'
import { useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatWhen } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Pane } from '../../ui/pane.tsx'
import { useNow } from '../../ui/use-now.ts'
import { allowChat } from '../chats/allow.ts'
import { AccessField } from './access-field.tsx'
import { allowChats } from './allow-chats.ts'
import styles from './new-chats-pane.module.css'
import type { Access } from './people-edit.ts'
import { RestButton } from './rest-button.tsx'
import { waitingChats } from './waiting-chats.ts'

/** Shown before somebody asks for the rest. */
const shownFirst = 6

/** What happens with new chats, and those that wait for a word. */
export function NewChatsPane({ access }: { access: Access }) {
  const waiting = useTopic('chats', waitingChats) ?? []
  const [all, setAll] = useState(false)
  const shown = all ? waiting : waiting.slice(0, shownFirst)
  const asks = access.newGroups === 'ask' || access.newPrivates === 'ask'
  return (
    <Pane
      title={t('新的聊天')}
      count={waiting.length > 0 ? waiting.length : undefined}
      actions={
        waiting.length > 1 && (
          <Button size="small" onClick={() => void allowChats(waiting)}>
            {t('全部允许')}
          </Button>
        )
      }
      flush
    >
      <AccessField name="newGroups" access={access} />
      <AccessField name="newPrivates" access={access} />
      {waiting.length > 0 && (
        <ul className={styles.waiting} aria-label={t('等你允许的聊天')}>
          {shown.map((chat) => (
            <Waiting key={chat.id} chat={chat} />
          ))}
        </ul>
      )}
      <RestButton rest={waiting.length - shownFirst} open={all} onToggle={() => setAll(!all)} />
      {waiting.length === 0 && asks && <p className={styles.none}>{t('现在没有等你允许的聊天。')}</p>}
    </Pane>
  )
}

function Waiting({ chat }: { chat: ChatRow }) {
  const now = useNow(60_000)
  const kind = chat.kind === 'group' ? t('群') : t('私聊')
  return (
    <li>
      <Monogram name={chat.title} size={28} />
      <a className={styles.words} href={hrefTo(`/chats/${chat.id}`)}>
        <b title={chat.title}>{chat.title}</b>
        <span>
          {kind} {chat.key.replace(/^\D+/, '')} · {formatWhen(chat.lastAt, now)}
        </span>
      </a>
      <Button
        size="small"
        aria-label={t('允许「{{title}}」', { title: chat.title })}
        onClick={() => void allowChat(chat.id, true, chat.title)}
      >
        {t('允许')}
      </Button>
      <Button
        size="small"
        type="text"
        aria-label={t('不允许「{{title}}」', { title: chat.title })}
        onClick={() => void allowChat(chat.id, false, chat.title)}
      >
        {t('不允许')}
      </Button>
    </li>
  )
}
