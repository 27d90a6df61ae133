import { ControlOutlined, MessageOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import type { ChatMessage } from '../../../shared/state.ts'
import { useRoute } from '../../app/router.ts'
import { Conversation } from '../../conversation/conversation.tsx'
import { useMessages } from '../../conversation/use-messages.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import { ChatHead } from './chat-head.tsx'
import { ChatNote } from './chat-note.tsx'
import { ChatSide } from './chat-side.tsx'
import styles from './chat-view.module.css'
import { useChatRow } from './use-chat-row.ts'

interface ChatViewProps {
  chatId: number
}

const fromBot = (message: ChatMessage) => message.from === 'bot'

/** One chat: what was said, and on the right what it has of its own. */
export function ChatView({ chatId }: ChatViewProps) {
  const messages = useMessages(chatId)
  const chat = useChatRow(chatId)
  const narrow = useNarrow()
  const { setting } = useRoute().query
  const [sideOpen, setSideOpen] = useState(false)
  useEffect(() => {
    // A link to a setting of this chat: what it leads to stands in the drawer.
    if (setting !== undefined) setSideOpen(true)
  }, [setting])
  return (
    <>
      <section className={styles.view} data-pane="" aria-label={t('对话')}>
        <ChatHead chat={chat}>
          {narrow && (
            <IconButton label={t('这个聊天的设置')} onClick={() => setSideOpen(true)}>
              <ControlOutlined />
            </IconButton>
          )}
        </ChatHead>
        <ChatNote chat={chat} />
        <Conversation
          chatId={chatId}
          messages={messages}
          isMine={fromBot}
          botIsMine
          empty={<EmptyState icon={<MessageOutlined />} title={t('这个聊天还没有对话')} />}
        />
      </section>
      {narrow ? (
        <SideDrawer
          open={sideOpen}
          onClose={() => setSideOpen(false)}
          size={336}
          title={null}
          aria-label={t('这个聊天的设置')}
          closable={false}
          styles={{ body: { padding: 0, display: 'flex', flexDirection: 'column' } }}
          destroyOnHidden
        >
          <ChatSide chatId={chatId} />
        </SideDrawer>
      ) : (
        <aside className={styles.side} data-pane="" aria-label={t('这个聊天的设置')}>
          <ChatSide chatId={chatId} />
        </aside>
      )}
    </>
  )
}
