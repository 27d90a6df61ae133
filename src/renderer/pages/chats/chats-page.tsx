import { MessageOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { navigate, useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ChatList } from './chat-list.tsx'
import { chatRows } from './chat-rows.ts'
import { ChatView } from './chat-view.tsx'
import styles from './chats-page.module.css'

/** 聊天: the list, one conversation, and what that chat has of its own. */
export function ChatsPage() {
  const { rest } = useRoute()
  const latest = useTopic('chats', (chats) => chatRows(Object.values(chats), 'all')[0]?.id ?? null)
  const chosen = Number(rest[0])
  const chatId = Number.isSafeInteger(chosen) && chosen > 0 ? chosen : latest
  return (
    <div className={styles.panes}>
      <ChatList current={chatId ?? null} />
      {chatId && <ChatView key={chatId} chatId={chatId} />}
      {chatId === null && (
        <section className={styles.empty}>
          <EmptyState
            icon={<MessageOutlined />}
            title={t('还没有消息')}
            text={t('在 QQ 里 @ 一下机器人，或先自己聊聊看。')}
          >
            <Button type="primary" onClick={() => navigate('/sandbox')}>
              {t('去试聊')}
            </Button>
          </EmptyState>
        </section>
      )}
    </div>
  )
}
