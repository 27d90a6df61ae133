import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { moveFocus } from '../../ui/move-focus.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './chat-list.module.css'
import { ChatListRow } from './chat-list-row.tsx'
import { type ChatKind, chatRows, runningByChat } from './chat-rows.ts'
import { useChatRows } from './use-chat-rows.ts'

interface ChatListProps {
  current: number | null
}

const minute = 60_000

export function ChatList({ current }: ChatListProps) {
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<ChatKind>('all')
  const rows = useChatRows(kind, search)
  const running = useTopic('turns', runningByChat)
  const characters = useTopic('characters', identity)
  const usual = useTopic('config', ({ config }) => config.defaults.character) ?? 0
  const now = useNow(minute)
  return (
    <aside className={styles.list} data-pane="" aria-label={t('聊天列表')}>
      <div className={styles.top}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('名字或号码')}
          aria-label={t('找聊天')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Kinds kind={kind} onChoose={setKind} />
      </div>
      <nav className={styles.rows} aria-label={t('聊天')} onKeyDown={moveFocus}>
        {!rows && <Skeleton widths={[0.8, 0.6, 0.7, 0.65]} />}
        {rows?.map((chat) => (
          <ChatListRow
            key={chat.id}
            chat={chat}
            turn={running?.get(chat.id)}
            character={chat.character === usual ? undefined : characters?.[chat.character]}
            current={chat.id === current}
            now={now}
          />
        ))}
        {rows?.length === 0 && <p className={styles.none}>{search ? t('没有找到') : t('这里还没有聊天')}</p>}
      </nav>
    </aside>
  )
}

function Kinds({ kind, onChoose }: { kind: ChatKind; onChoose: (kind: ChatKind) => void }) {
  const counts = useTopic('chats', countsOf)
  const pending = counts?.pending ?? 0
  const kinds: { value: ChatKind; title: string; count?: number }[] = [
    { value: 'all', title: t('全部') },
    { value: 'group', title: t('群') },
    { value: 'private', title: t('私聊') },
    { value: 'problem', title: t('有问题'), count: counts?.problem ?? 0 },
  ]
  // Only whoever asks to be asked has chats that wait.
  if (pending > 0 || kind === 'pending') kinds.push({ value: 'pending', title: t('待允许'), count: pending })
  return (
    <div className={styles.kinds} role="toolbar" aria-label={t('只看')}>
      {kinds.map(({ value, title, count }) => (
        <button key={value} type="button" aria-pressed={value === kind} onClick={() => onChoose(value)}>
          {title}
          {count ? <b data-kind={value}>{count}</b> : null}
        </button>
      ))}
    </div>
  )
}

function identity<T>(value: T): T {
  return value
}

function countsOf(chats: Record<string, ChatRow>) {
  const rows = Object.values(chats)
  return { problem: chatRows(rows, 'problem').length, pending: chatRows(rows, 'pending').length }
}
