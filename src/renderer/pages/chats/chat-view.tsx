import { ClearOutlined, ControlOutlined, MessageOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ChatMessage } from '../../../shared/state.ts'
import { setPaused } from '../../app/pause.ts'
import { Conversation } from '../../conversation/conversation.tsx'
import { useMessages } from '../../conversation/use-messages.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import { chatNumber, chatTitle } from './chat-rows.ts'
import { ChatSide } from './chat-side.tsx'
import styles from './chat-view.module.css'
import { clearContext } from './clear-context.ts'

interface ChatViewProps {
  chatId: number
}

const fromBot = (message: ChatMessage) => message.from === 'bot'

/** One chat: what was said, and on the right what it has of its own. */
export function ChatView({ chatId }: ChatViewProps) {
  const messages = useMessages(chatId)
  const narrow = useNarrow()
  const [sideOpen, setSideOpen] = useState(false)
  return (
    <>
      <section className={styles.view} data-pane="" aria-label={t('对话')}>
        <ChatHead chatId={chatId}>
          <Button size="small" icon={<ClearOutlined />} onClick={() => void clearContext(chatId)}>
            {t('清空上下文')}
          </Button>
          {narrow && (
            <IconButton label={t('模型、提示词')} onClick={() => setSideOpen(true)}>
              <ControlOutlined />
            </IconButton>
          )}
        </ChatHead>
        <PausedNote />
        <Conversation
          chatId={chatId}
          messages={messages}
          isMine={fromBot}
          botIsMine
          empty={<EmptyState icon={<MessageOutlined />} title={t('这个聊天还没有对话')} />}
        />
      </section>
      {narrow ? (
        <Drawer
          open={sideOpen}
          onClose={() => setSideOpen(false)}
          size={336}
          title={null}
          aria-label={t('这个聊天的设置')}
          closable={false}
          styles={{ body: { padding: 0 } }}
          destroyOnHidden
        >
          <ChatSide chatId={chatId} />
        </Drawer>
      ) : (
        <aside className={styles.side} data-pane="" aria-label={t('这个聊天的设置')}>
          <ChatSide chatId={chatId} />
        </aside>
      )}
    </>
  )
}

function ChatHead({ chatId, children }: { chatId: number; children: React.ReactNode }) {
  const chat = useTopic('chats', (chats) => chats[chatId] ?? null)
  const kind = chat?.kind === 'group' ? t('群') : t('私聊')
  return (
    <PaneHead title={chat ? chatTitle(chat) : ''} text={chat ? `${kind} ${chatNumber(chat.key)}` : ''}>
      {children}
    </PaneHead>
  )
}

function PausedNote() {
  const paused = useTopic('app', (app) => app.paused)
  if (!paused) return null
  return (
    <p className={styles.paused} role="status">
      {t('回复已暂停，新消息只记录。')}
      <button type="button" onClick={() => void setPaused(false)}>
        {t('恢复回复')}
      </button>
    </p>
  )
}
